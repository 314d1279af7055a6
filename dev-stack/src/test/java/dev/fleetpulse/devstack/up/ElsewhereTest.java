package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.service.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElsewhereTest {
  private static final Roles ROLES = new Roles("owner's", "sink's", "api's", "grafana's");

  @Test
  void withoutSettingsEverythingIsOurs() {
    var elsewhere = Elsewhere.from(new Env(Map.of()));
    assertThat(elsewhere.parts()).isEmpty();

    var addresses = Addresses.of(elsewhere, new PortPlan(9400), ROLES);
    assertThat(addresses.kafka()).isEqualTo("127.0.0.1:9420");
    assertThat(addresses.registryUrl()).isEqualTo("http://127.0.0.1:9422/apis/ccompat/v7");
    assertThat(addresses.timescale().jdbcUrl())
        .isEqualTo("jdbc:postgresql://127.0.0.1:9424/fleetpulse");
    assertThat(addresses.clickhouse().url()).isEqualTo("http://127.0.0.1:9425");
  }

  @Test
  void whatIsGivenIsUsedInstead() {
    var elsewhere =
        Elsewhere.from(
            new Env(
                Map.of(
                    "FLEETPULSE_KAFKA", "broker:9092",
                    "FLEETPULSE_TIMESCALE_URL", "jdbc:postgresql://db/fleet",
                    "FLEETPULSE_TIMESCALE_USER", "me",
                    "FLEETPULSE_TIMESCALE_PASSWORD", "mine")));
    assertThat(elsewhere.parts()).containsExactlyInAnyOrder("kafka", "postgresql");

    var addresses = Addresses.of(elsewhere, new PortPlan(9400), ROLES);
    assertThat(addresses.kafka()).isEqualTo("broker:9092");
    assertThat(addresses.registryStorage().jdbcUrl())
        .isEqualTo("jdbc:postgresql://db/fleetpulse_registry");
    assertThat(addresses.registryStorage().password()).isEqualTo("mine");
  }

  @Test
  void aStoreWithoutALoginIsRefused() {
    var env = new Env(Map.of("FLEETPULSE_TIMESCALE_URL", "jdbc:postgresql://db/fleet"));
    assertThatThrownBy(() -> Elsewhere.from(env))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLEETPULSE_TIMESCALE_USER");
  }

  @Test
  void noPasswordStandsInALogLine() {
    var addresses = Addresses.of(Elsewhere.from(new Env(Map.of())), new PortPlan(9400), ROLES);
    assertThat(addresses.toString() + ROLES).doesNotContain("owner's");
  }
}
