package dev.fleetpulse.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.limit.Limit;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSettingsTest {
  @Test
  void hasTheLimitsOfTheProtocol() {
    var settings = LimitSettings.from(new Env(Map.of()));

    assertThat(settings.instanceHeartbeats())
        .isEqualTo(new Limit("heartbeats", 5, Duration.ofSeconds(5)));
    assertThat(settings.instanceErrors())
        .isEqualTo(new Limit("errors", 100, Duration.ofSeconds(10)));
  }

  @Test
  void readsEachLimit() {
    var settings =
        LimitSettings.from(new Env(Map.of("FLEETPULSE_LIMIT_BATCH_ENTRIES", "900/PT1M")));

    assertThat(settings.batchEntries())
        .isEqualTo(new Limit("batch-entries", 900, Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "/PT5S",
        "5/",
        "5/5",
        "0/PT1S",
        "-1/PT1S",
        "5/PT0.5S",
        "5/P2D",
        "1e3/PT1S",
        "99999999999/PT1S"
      })
  void namesTheSettingThatIsNoLimit(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LimitSettings.from(new Env(Map.of("FLEETPULSE_LIMIT_INSTANCE_ERRORS", text))))
        .withMessageContaining("FLEETPULSE_LIMIT_INSTANCE_ERRORS");
  }
}
