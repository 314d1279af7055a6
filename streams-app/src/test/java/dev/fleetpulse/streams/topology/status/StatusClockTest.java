package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatusClockTest {
  private static final long NOON = 1_775_044_800_000L;

  private final StatusClock running = StatusClock.NONE.after(NOON);

  @Test
  void theFirstRecordIsARecovery() {
    assertThat(running).isEqualTo(new StatusClock(NOON, NOON));
  }

  @Test
  void theClockNeverGoesBack() {
    assertThat(running.after(NOON - 5)).isEqualTo(running);
  }

  @Test
  void aGapIsAnOutageThatTheNextRecordEnds() {
    assertThat(running.after(NOON + 15_000)).isEqualTo(new StatusClock(NOON + 15_000, NOON));
    assertThat(running.after(NOON + 15_001))
        .isEqualTo(new StatusClock(NOON + 15_001, NOON + 15_001));
  }
}
