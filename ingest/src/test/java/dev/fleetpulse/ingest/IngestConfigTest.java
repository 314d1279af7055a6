package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fleetpulse.service.Env;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "FLEETPULSE_KAFKA", "127.0.0.1:9420",
          "FLEETPULSE_REGISTRY_URL", "http://127.0.0.1:9422/apis/ccompat/v7");

  @Test
  void hasDefaultsForAllButServers() {
    var config = IngestConfig.from(new Env(LEAST));

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(9400);
    assertThat(config.managementPort()).isEqualTo(9410);
    assertThat(config.downAfter()).isEqualTo(Duration.ofMinutes(3));
    assertThat(config.ingestor()).isNotBlank();
  }

  @Test
  void needsServers() {
    for (var name : LEAST.keySet()) {
      var variables = new HashMap<>(LEAST);
      variables.remove(name);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> IngestConfig.from(new Env(variables)))
          .withMessage(name + " is required");
    }
  }

  @Test
  void refusesKeysThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestConfig.from(env("FLEETPULSE_KEYS", "nonsense")))
        .withMessageContaining("FLEETPULSE_KEYS");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestConfig.from(env("FLEETPULSE_DOWNAFTER", "PT60S")))
        .withMessageContaining("FLEETPULSE_DOWNAFTER");
  }

  @Test
  void refusesThresholdsBeyondADay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestConfig.from(env("FLEETPULSE_DOWN_AFTER", "PT25H")))
        .withMessageContaining("FLEETPULSE_DOWN_AFTER");
  }

  @Test
  void refusesLongIngestorIds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestConfig.from(env("FLEETPULSE_INGESTOR", "x".repeat(129))))
        .withMessageContaining("FLEETPULSE_INGESTOR");
  }

  @Test
  void takesOnlyAUrlForTheCanary() {
    assertThat(IngestConfig.from(new Env(LEAST)).canary()).isEmpty();
    assertThat(
            IngestConfig.from(env("FLEETPULSE_CANARY_URL", "https://ingest.example.org/")).canary())
        .isPresent();
    for (var bad :
        List.of(
            "ingest.example.org",
            "ftp://a",
            "http://",
            "http://a/?b",
            "http://u:p@a",
            "http://a b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> IngestConfig.from(env("FLEETPULSE_CANARY_URL", bad)))
          .withMessageContaining("FLEETPULSE_CANARY_URL must be");
    }
  }

  private static Env env(String name, String value) {
    var variables = new HashMap<>(LEAST);
    variables.put(name, value);
    return new Env(variables);
  }
}
