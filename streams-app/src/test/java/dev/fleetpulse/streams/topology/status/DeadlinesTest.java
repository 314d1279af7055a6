package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private static final InstanceKey ONE = new InstanceKey("acme", "one");
  private static final InstanceKey TWO = new InstanceKey("acme", "two");
  private static final long NEVER = Long.MAX_VALUE;

  private final Deadlines deadlines = new Deadlines();

  @Test
  void givesOutWhatHasPassedEarliestFirst() {
    deadlines.set(ONE, 200, 50, NEVER);
    deadlines.set(TWO, NEVER, 50, 100);

    assertThat(deadlines.pollPassed(100, 0)).isEmpty();
    assertThat(deadlines.pollPassed(201, 0)).contains(TWO);
    assertThat(deadlines.pollPassed(201, 0)).contains(ONE);
    assertThat(deadlines.pollPassed(201, 0)).isEmpty();
  }

  @Test
  void anInstanceIsDueAtItsLastTimeWhetherThatIsEarlierOrLater() {
    deadlines.set(ONE, 100, 50, NEVER);
    deadlines.set(ONE, 300, 50, NEVER);
    deadlines.set(TWO, 300, 50, NEVER);
    deadlines.set(TWO, 50, 50, NEVER);

    assertThat(deadlines.pollPassed(60, 0)).contains(TWO);
    assertThat(deadlines.pollPassed(299, 0)).isEmpty();
    assertThat(deadlines.pollPassed(301, 0)).contains(ONE);
  }

  @Test
  void afterARecoverySilenceHasItsWholeThresholdAgain() {
    deadlines.set(ONE, 100, 50, NEVER);
    deadlines.set(TWO, 100, 50, 110);

    assertThat(deadlines.pollPassed(139, 90)).contains(TWO);
    assertThat(deadlines.pollPassed(140, 90)).isEmpty();
    assertThat(deadlines.pollPassed(141, 90)).contains(ONE);
  }

  @Test
  void whatIsRemovedIsNeverDue() {
    deadlines.set(ONE, 100, 50, 100);
    deadlines.remove(ONE);
    deadlines.remove(TWO);

    assertThat(deadlines.pollPassed(1_000, 0)).isEmpty();
  }

  /** A restart arms everything anew; it must not change what a record does, nor in what order. */
  @Property(tries = 200)
  void theOrderIsThatOfTheTimesHoweverTheEntriesWereArmed(@ForAll Random random) {
    var times = new HashMap<InstanceKey, Long>();
    var tested = new Deadlines();
    for (var step = 0; step < 200; step++) {
      var instance = new InstanceKey("acme", "instance-" + random.nextInt(20));
      var at = random.nextLong(1_000);
      if (random.nextInt(10) == 0) {
        tested.remove(instance);
        times.remove(instance);
      } else {
        tested.set(instance, at, 0, NEVER);
        times.put(instance, at);
      }
    }

    var found = new ArrayList<InstanceKey>();
    for (var next = tested.pollPassed(500, 0); next.isPresent(); next = tested.pollPassed(500, 0)) {
      found.add(next.get());
    }

    assertThat(found).isEqualTo(inOrder(times));
  }

  private static List<InstanceKey> inOrder(Map<InstanceKey, Long> times) {
    return times.entrySet().stream()
        .filter(entry -> entry.getValue() < 500)
        .sorted(
            Map.Entry.<InstanceKey, Long>comparingByValue()
                .thenComparing(entry -> entry.getKey().instanceId(), Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
