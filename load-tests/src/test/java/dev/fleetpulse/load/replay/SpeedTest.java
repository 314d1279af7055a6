package dev.fleetpulse.load.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {
  @Test
  void oneKeepsTheRecordedSpacing() {
    assertThat(Speed.parse("1").due(300_000)).contains(Duration.ofMinutes(5));
  }

  @Test
  void sixtyPlaysAnHourInAMinute() {
    assertThat(Speed.parse("60").due(3_600_000)).contains(Duration.ofMinutes(1));
  }

  @Test
  void atTheGreatestSpeedNothingIsDue() {
    assertThat(Speed.parse("max").due(3_600_000)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.5", "fast", "", "1000001"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Speed.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("speed must be max or a whole number from 1");
  }
}
