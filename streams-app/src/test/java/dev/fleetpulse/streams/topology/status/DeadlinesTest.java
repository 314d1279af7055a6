package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private static final InstanceKey ONE = new InstanceKey("acme", "one");
  private static final InstanceKey TWO = new InstanceKey("acme", "two");

  private final Deadlines deadlines = new Deadlines();

  @Test
  void givesOutWhatHasPassedEarliestFirst() {
    deadlines.arm(ONE, 200);
    deadlines.arm(TWO, 100);

    assertThat(deadlines.pollPassed(100)).isEmpty();
    assertThat(deadlines.pollPassed(201)).contains(TWO);
    assertThat(deadlines.pollPassed(201)).contains(ONE);
    assertThat(deadlines.pollPassed(201)).isEmpty();
  }

  @Test
  void onlyAnEarlierTimeReplacesAnEntry() {
    deadlines.arm(ONE, 100);
    deadlines.arm(ONE, 300);
    deadlines.arm(TWO, 300);
    deadlines.arm(TWO, 50);

    assertThat(deadlines.pollPassed(60)).contains(TWO);
    assertThat(deadlines.pollPassed(120)).contains(ONE);
    assertThat(deadlines.pollPassed(1_000)).isEmpty();
  }

  @Property(tries = 200)
  void holdsTheEarliestTimeOfEachInstance(@ForAll Random random) {
    var armed = new HashMap<InstanceKey, Long>();
    var tested = new Deadlines();
    for (var step = 0; step < 200; step++) {
      var instance = new InstanceKey("acme", "instance-" + random.nextInt(20));
      var at = random.nextLong(1_000);
      tested.arm(instance, at);
      armed.merge(instance, at, Math::min);
    }

    var expected =
        armed.entrySet().stream()
            .filter(entry -> entry.getValue() < 500)
            .map(Map.Entry::getKey)
            .toList();
    var found = new HashMap<InstanceKey, Long>();
    for (var next = tested.pollPassed(500); next.isPresent(); next = tested.pollPassed(500)) {
      assertThat(found.put(next.get(), armed.get(next.get()))).isNull();
    }
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }
}
