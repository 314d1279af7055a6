package dev.fleetpulse.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CostsTest {
  @Test
  void costsAreAskedForOftenWhereThatIsCheapAndEveryFiveMinutesAtLeast() {
    assertThat(Costs.pauseAfter(Duration.ofMillis(3))).isEqualTo(Duration.ofSeconds(5));
    assertThat(Costs.pauseAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(99));
    assertThat(Costs.pauseAfter(Duration.ofSeconds(40))).isEqualTo(Duration.ofMinutes(5));
  }
}
