package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  private final Thresholds thresholds = new Thresholds();

  @Test
  void anAppsOwnGoesBeforeItsTenants() {
    set(Optional.empty(), 60);
    set(Optional.of("shop"), 300);

    assertThat(thresholds.of("acme", "shop")).contains(Duration.ofMinutes(5));
    assertThat(thresholds.of("acme", "blog")).contains(Duration.ofMinutes(1));
    assertThat(thresholds.of("rival", "shop")).isEmpty();
  }

  @Test
  void theLatestCountsUntilItIsTakenBack() {
    set(Optional.of("shop"), 300);
    set(Optional.of("shop"), 600);
    assertThat(thresholds.of("acme", "shop")).contains(Duration.ofMinutes(10));

    thresholds.apply(
        new ControlRecord.ThresholdRemoved(new Thresholds.Scope("acme", Optional.of("shop"))));

    assertThat(thresholds.of("acme", "shop")).isEmpty();
    assertThat(thresholds.entries()).isEmpty();
  }

  private void set(Optional<String> app, int seconds) {
    thresholds.apply(
        new ControlRecord.ThresholdSet(
            new Thresholds.Entry(
                new Thresholds.Scope("acme", app),
                Duration.ofSeconds(seconds),
                Instant.EPOCH,
                "test")));
  }
}
