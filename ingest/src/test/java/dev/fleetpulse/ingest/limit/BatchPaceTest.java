package dev.fleetpulse.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.ingest.limit.Admission.Admitted;
import dev.fleetpulse.ingest.limit.Admission.Limited;
import dev.fleetpulse.service.Env;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchPaceTest {
  /** 100 entries a second in all and 60 for each tenant; no instance is refused for itself. */
  private static final LimitSettings SETTINGS =
      LimitSettings.from(
          new Env(
              Map.of(
                  "FLEETPULSE_LIMIT_BATCH_ENTRIES", "1000/PT10S",
                  "FLEETPULSE_LIMIT_TENANT_BATCH_ENTRIES", "600/PT10S",
                  "FLEETPULSE_LIMIT_INSTANCE_BATCHES", "1000000/PT1S")));

  private final ManualClock clock = new ManualClock();
  private final BatchPace pace = new BatchPace(SETTINGS, clock);

  @Test
  void letsBatchesInAtOnceWhereThereIsRoom() {
    assertThat(pace.admit("t", "a", 300)).isInstanceOf(Admitted.class);
    assertThat(pace.admit("t", "b", 300)).isInstanceOf(Admitted.class);
    assertThat(pace.waiting()).isZero();
  }

  @Test
  void tellsEachWhenItsTurnComes() {
    pace.admit("t", "a", 600);

    assertThat(refusal("t", "b", 60)).isEqualTo(Duration.ofSeconds(1));
    assertThat(refusal("t", "c", 60)).isEqualTo(Duration.ofSeconds(2));
    assertThat(refusal("u", "d", 400)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void keepsThePlaceOfWhoComesBackTooEarly() {
    pace.admit("t", "a", 600);
    refusal("t", "b", 60);

    for (var i = 0; i < 100; i++) {
      refusal("t", "b", 60);
    }
    clock.goOn(Duration.ofMillis(900));
    assertThat(refusal("t", "b", 60)).isEqualTo(Duration.ofMillis(100));
    clock.goOn(Duration.ofMillis(100));
    assertThat(pace.admit("t", "b", 60)).isInstanceOf(Admitted.class);
  }

  @Test
  void letsNobodyInTwiceForOnePlace() {
    pace.admit("t", "a", 600);
    refusal("t", "b", 60);
    clock.goOn(Duration.ofSeconds(1));

    assertThat(pace.admit("t", "b", 60)).isInstanceOf(Admitted.class);
    assertThat(pace.admit("t", "b", 60)).isInstanceOf(Limited.class);
  }

  @Test
  void giveBackWhatABatchDidNotNeed() {
    pace.admit("t", "a", 600);
    pace.settle("t", 600, 500);

    assertThat(pace.admit("t", "b", 100)).isInstanceOf(Admitted.class);
    assertThat(pace.admit("t", "c", 60)).isInstanceOf(Limited.class);
  }

  @Test
  void chargesWhatABatchHadMore() {
    pace.admit("t", "a", 10);
    pace.settle("t", 10, 610);

    assertThat(refusal("t", "b", 50)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void keepsNoPlaceMoreThanAnHourAway() {
    pace.admit("t", "a", 600);
    for (var i = 0; i < 3600; i++) {
      refusal("t", "waits-" + i, 60);
    }
    var waiting = pace.waiting();

    for (var i = 0; i < 100; i++) {
      assertThat(refusal("t", "late-" + i, 60))
          .isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
    }
    assertThat(pace.waiting()).isEqualTo(waiting);
  }

  @Test
  void forgetsWhoDoesNotComeBack() {
    pace.admit("t", "a", 600);
    refusal("t", "b", 60);

    clock.goOn(Duration.ofMinutes(2).plusSeconds(2));
    assertThat(pace.waiting()).isZero();
  }

  @Test
  void letsASmallTenantInBesideALargeOne() {
    for (var i = 0; i < 1000; i++) {
      pace.admit("large", "i-" + i, 60);
    }

    assertThat(refusal("small", "a", 60)).isLessThan(Duration.ofHours(1));
    clock.goOn(refusal("small", "a", 60));
    assertThat(pace.admit("small", "a", 60)).isInstanceOf(Admitted.class);
  }

  /**
   * Whoever comes when told is let in, in the order of the first asking, and never more than the
   * pace.
   */
  @Property(tries = 200)
  void servesInTheOrderOfAskingAtThePace(
      @ForAll @Size(min = 1, max = 100) List<@IntRange(min = 1, max = 200) Integer> batches) {
    var clock = new ManualClock();
    var pace = new BatchPace(SETTINGS, clock);
    var start = clock.currentTimeNanos();
    var due = new HashMap<Integer, Duration>();
    for (var i = 0; i < batches.size(); i++) {
      var wait =
          switch (pace.admit("t", "i-" + i, batches.get(i))) {
            case Admitted() -> Duration.ZERO;
            case Limited(var _, var retryAfter) -> retryAfter;
          };
      due.put(i, wait);
    }

    var order = new ArrayList<>(due.keySet());
    order.sort((one, other) -> due.get(one).compareTo(due.get(other)));
    assertThat(order).isSorted();
    var entries = 0;
    for (var i : order) {
      var wait = due.get(i);
      if (wait.isPositive()) {
        clock.goOn(wait.minusNanos(clock.currentTimeNanos() - start));
        assertThat(pace.admit("t", "i-" + i, batches.get(i))).isInstanceOf(Admitted.class);
      }
      entries += batches.get(i);
      var seconds = (clock.currentTimeNanos() - start) / 1e9;
      assertThat(entries).isLessThanOrEqualTo((int) Math.ceil(600 + 60 * seconds + 1e-3));
    }
  }

  private Duration refusal(String tenant, String instance, int entries) {
    return switch (pace.admit(tenant, instance, entries)) {
      case Limited(var _, var retryAfter) -> retryAfter;
      case Admitted() -> throw new AssertionError(instance + " was let in");
    };
  }
}
