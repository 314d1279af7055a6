package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimescaleMaintenanceTest {
  private static final Retention RETENTION = new Retention(3, 6);

  @Test
  void theApacheEditionIsToldNothingButHowLongToKeepHeartbeats() {
    assertThat(TimescaleMaintenance.statements(TimescaleEdition.APACHE, RETENTION))
        .singleElement()
        .asString()
        .contains("INSERT INTO fleetpulse.retention")
        .contains("INTERVAL '3 days'")
        .contains("ON CONFLICT (table_name) DO UPDATE");
  }

  @Test
  void theCommunityEditionGetsAColumnstorePolicyForEachHypertable() {
    var statements = TimescaleMaintenance.statements(TimescaleEdition.COMMUNITY, RETENTION);

    assertThat(statements)
        .contains(
            """
            ALTER TABLE fleetpulse.heartbeats SET (timescaledb.enable_columnstore = true,
              timescaledb.segmentby = 'tenant, instance_id', timescaledb.orderby = '"timestamp"')
            """,
            "CALL add_columnstore_policy('fleetpulse.heartbeats', after => INTERVAL '1 day', if_not_exists => true)",
            "CALL add_columnstore_policy('fleetpulse.usage_hourly', after => INTERVAL '31 days', if_not_exists => true)",
            "CALL add_columnstore_policy('fleetpulse.uptime_hourly', after => INTERVAL '31 days', if_not_exists => true)",
            "CALL add_columnstore_policy('fleetpulse.status_changes', after => INTERVAL '31 days', if_not_exists => true)",
            "CALL add_columnstore_policy('fleetpulse.error_counts_hourly', after => INTERVAL '31 days', if_not_exists => true)");
  }

  @Test
  void theCommunityEditionsRetentionPolicyIsReplacedByTheOneThatIsWanted() {
    var statements = TimescaleMaintenance.statements(TimescaleEdition.COMMUNITY, RETENTION);

    assertThat(statements)
        .endsWith(
            "SELECT remove_retention_policy('fleetpulse.heartbeats', if_exists => true)",
            "SELECT add_retention_policy('fleetpulse.heartbeats', drop_after => INTERVAL '3 days')");
  }

  @Test
  void theEditionIsToldByItsLicense() {
    assertThat(TimescaleEdition.named("apache")).isEqualTo(TimescaleEdition.APACHE);
    assertThat(TimescaleEdition.named("timescale")).isEqualTo(TimescaleEdition.COMMUNITY);
    assertThatThrownBy(() -> TimescaleEdition.named("none"))
        .hasMessage("timescaledb.license must be apache or timescale: none");
  }

  @Test
  void historyIsForgottenByMonths() {
    assertThat(ClickHouseRetention.statement("heartbeats", new Retention(3, 13)))
        .isEqualTo("ALTER TABLE heartbeats MODIFY TTL toDateTime(timestamp) + toIntervalMonth(13)");
  }
}
