package dev.fleetpulse.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.PartitionClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlatformClocksTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
  private static final long MS = NOW.toEpochMilli();

  private final PlatformClocks clocks = new PlatformClocks();

  @Test
  void whatStandsForMoreThanFifteenSecondsHidesItsInstances() {
    clocks.apply(clock(0, MS - 15_000, 0));
    clocks.apply(clock(1, MS - 15_001, 0));

    assertThat(clocks.at(NOW).hides(Status.HEALTHY, 0, MS)).isFalse();
    assertThat(clocks.at(NOW).hides(Status.DOWN, 1, MS)).isTrue();
    assertThat(clocks.at(NOW).hides(Status.HEALTHY, -1, MS)).isFalse();
    assertThat(clocks.standing(NOW)).containsExactly(1);
  }

  @Test
  void whoWasNotHeardSinceTheOutageIsHiddenUnlessItIsDown() {
    clocks.apply(clock(0, MS, MS - 1_000));

    assertThat(clocks.at(NOW).hides(Status.HEALTHY, 0, MS - 1_001)).isTrue();
    assertThat(clocks.at(NOW).hides(Status.DOWN, 0, MS - 1_001)).isFalse();
    assertThat(clocks.at(NOW).hides(Status.HEALTHY, 0, MS - 1_000)).isFalse();
  }

  @Test
  void anOlderClockChangesNothing() {
    clocks.apply(new PartitionClock(0, 5L, MS, 0L, null));
    clocks.apply(new PartitionClock(0, 4L, MS - 60_000, 0L, null));

    assertThat(clocks.standing(NOW)).isEmpty();
  }

  private static PartitionClock clock(int partition, long nowMs, long recoveredAtMs) {
    return new PartitionClock(partition, nowMs, nowMs, recoveredAtMs, null);
  }
}
