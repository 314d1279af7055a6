package dev.fleetpulse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.service.Env;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryConfigTest {
  private final Map<String, String> variables =
      new HashMap<>(
          Map.of(
              "FLEETPULSE_TIMESCALE_URL", "jdbc:postgresql://db:5432/fleet",
              "FLEETPULSE_TIMESCALE_PASSWORD", "hidden-1",
              "FLEETPULSE_CLICKHOUSE_URL", "http://ch:8123",
              "FLEETPULSE_CLICKHOUSE_PASSWORD", "hidden-2",
              "FLEETPULSE_KEYS", TestKeys.SETTING));

  private QueryConfig config() {
    return QueryConfig.from(new Env(variables));
  }

  @Test
  void defaultsAreThoseOfOneMachine() {
    assertThat(config().host()).isEqualTo("127.0.0.1");
    assertThat(config().port()).isEqualTo(9401);
    assertThat(config().managementPort()).isEqualTo(9411);
    assertThat(config().timescale().user()).isEqualTo("fleetpulse_api");
    assertThat(config().clickHouseDatabase()).isEqualTo("fleetpulse");
  }

  @Test
  void noPasswordIsEverPrinted() {
    assertThat(config().toString()).doesNotContain("hidden");
  }

  @Test
  void aMissingStoreIsNamed() {
    variables.remove("FLEETPULSE_CLICKHOUSE_URL");

    assertThatThrownBy(this::config).hasMessage("FLEETPULSE_CLICKHOUSE_URL is required");
  }

  @Test
  void keysComeFromTheSettingOrFromControlOrFromBoth() {
    assertThat(config().control()).isEmpty();

    variables.put("FLEETPULSE_KAFKA", "127.0.0.1:9420");
    variables.put("FLEETPULSE_REGISTRY_URL", "http://127.0.0.1:9422");
    assertThat(config().control())
        .hasValue(new QueryConfig.ControlLocation("127.0.0.1:9420", "http://127.0.0.1:9422"));

    variables.remove("FLEETPULSE_KEYS");
    assertThat(config().control()).isPresent();

    variables.remove("FLEETPULSE_KAFKA");
    variables.remove("FLEETPULSE_REGISTRY_URL");
    assertThatThrownBy(this::config).hasMessageContaining("FLEETPULSE_KAFKA or FLEETPULSE_KEYS");
  }

  @Test
  void controlNeedsItsRegistry() {
    variables.put("FLEETPULSE_KAFKA", "127.0.0.1:9420");

    assertThatThrownBy(this::config).hasMessage("FLEETPULSE_REGISTRY_URL is required");
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    variables.put("FLEETPULSE_PORT", "65536");

    assertThatThrownBy(this::config).hasMessageContaining("FLEETPULSE_PORT");
  }

  @Test
  void aMisspelledSettingIsNamed() {
    variables.put("FLEETPULSE_PROT", "80");

    assertThatThrownBy(this::config).hasMessage("Unknown settings: FLEETPULSE_PROT");
  }

  @Test
  void aKeyMayAskForSoMuch() {
    assertThat(config().limits().requests().quota()).isEqualTo(3000);
    assertThat(config().limits().atOnce()).isEqualTo(32);

    variables.put("FLEETPULSE_LIMIT_KEY_REQUESTS", "7/PT1S");
    variables.put("FLEETPULSE_LIMIT_KEY_CONCURRENT", "3");
    assertThat(config().limits().requests().quota()).isEqualTo(7);
    assertThat(config().limits().atOnce()).isEqualTo(3);

    variables.put("FLEETPULSE_LIMIT_KEY_REQUESTS", "many");
    assertThatThrownBy(this::config)
        .hasMessage("FLEETPULSE_LIMIT_KEY_REQUESTS: a limit is written like 100/PT10S: many");
  }
}
