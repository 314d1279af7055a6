package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.service.Env;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StreamsAppConfigTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "FLEETPULSE_KAFKA", "kafka:9092",
          "FLEETPULSE_REGISTRY_URL", "http://registry",
          "FLEETPULSE_STATE_DIR", "state",
          "FLEETPULSE_TIMESCALE_URL", "jdbc:postgresql://timescale/db",
          "FLEETPULSE_TIMESCALE_USER", "sink",
          "FLEETPULSE_TIMESCALE_PASSWORD", "secret one",
          "FLEETPULSE_CLICKHOUSE_URL", "http://clickhouse",
          "FLEETPULSE_CLICKHOUSE_USER", "sink",
          "FLEETPULSE_CLICKHOUSE_PASSWORD", "secret two");

  @Test
  void theRestHasDefaults() {
    var config = StreamsAppConfig.from(new Env(REQUIRED));

    assertThat(config.generation()).isEqualTo(new Generation(4));
    assertThat(config.emitInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.clickHouse().database()).isEqualTo("fleetpulse");
    assertThat(config.host()).isEqualTo("127.0.0.1");
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(StreamsAppConfig.from(new Env(REQUIRED)).toString()).doesNotContain("secret");
  }

  @Test
  void aMisspelledSettingStopsTheStart() {
    var settings = new HashMap<>(REQUIRED);
    settings.put("FLEETPULSE_EMIT_INTERVALL", "PT5S");

    assertThatThrownBy(() -> StreamsAppConfig.from(new Env(settings)))
        .hasMessageContaining("FLEETPULSE_EMIT_INTERVALL");
  }

  @Test
  void aGenerationMustFitIntoTheRevision() {
    var settings = new HashMap<>(REQUIRED);
    settings.put("FLEETPULSE_GENERATION", "32768");

    assertThatThrownBy(() -> StreamsAppConfig.from(new Env(settings)))
        .hasMessageContaining("FLEETPULSE_GENERATION");
  }
}
