package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.service.Env;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrateConfigTest {
  private final Map<String, String> variables =
      new HashMap<>(
          Map.of(
              "FLEETPULSE_TIMESCALE_URL", "jdbc:postgresql://db:5432/fleet",
              "FLEETPULSE_TIMESCALE_USER", "owner",
              "FLEETPULSE_TIMESCALE_PASSWORD", "hidden-1",
              "FLEETPULSE_CLICKHOUSE_URL", "http://ch:8123",
              "FLEETPULSE_CLICKHOUSE_USER", "admin",
              "FLEETPULSE_CLICKHOUSE_PASSWORD", "hidden-2",
              "FLEETPULSE_SINK_PASSWORD", "hidden-3",
              "FLEETPULSE_API_PASSWORD", "hidden-4",
              "FLEETPULSE_GRAFANA_PASSWORD", "hidden-5"));

  private MigrateConfig config() {
    return MigrateConfig.from(new Env(variables));
  }

  @Test
  void defaultsNameTheDatabaseAndThePatience() {
    assertThat(config().clickHouseDatabase()).isEqualTo("fleetpulse");
    assertThat(config().patience()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void retentionHasDefaultsAndBounds() {
    assertThat(config().retention()).isEqualTo(new Retention(2, 6));

    variables.put("FLEETPULSE_HEARTBEATS_DAYS", "90");
    variables.put("FLEETPULSE_HISTORY_MONTHS", "13");
    assertThat(config().retention()).isEqualTo(new Retention(90, 13));

    variables.put("FLEETPULSE_HEARTBEATS_DAYS", "0");
    assertThatThrownBy(this::config)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLEETPULSE_HEARTBEATS_DAYS");
  }

  @Test
  void noPasswordIsEverPrinted() {
    assertThat(config().toString()).doesNotContain("hidden").contains("owner", "admin", "ch:8123");
    assertThat(config().rolePasswords().toString()).doesNotContain("hidden");
  }

  @Test
  void aMissingRolePasswordIsNamed() {
    variables.remove("FLEETPULSE_GRAFANA_PASSWORD");

    assertThatThrownBy(this::config).hasMessage("FLEETPULSE_GRAFANA_PASSWORD is required");
  }

  @Test
  void aBlankRolePasswordIsRefused() {
    variables.put("FLEETPULSE_API_PASSWORD", " ");

    assertThatThrownBy(this::config).hasMessage("The password of a role must not be blank");
  }

  @Test
  void aMisspelledSettingIsNamed() {
    variables.put("FLEETPULSE_CLICKHOUSE_DATABSE", "fleet");

    assertThatThrownBy(this::config).hasMessage("Unknown settings: FLEETPULSE_CLICKHOUSE_DATABSE");
  }
}
