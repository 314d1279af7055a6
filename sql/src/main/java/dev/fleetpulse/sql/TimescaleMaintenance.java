package dev.fleetpulse.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that tell TimescaleDB how long to keep what and in which form. Stating them again
 * changes nothing, stating others takes the place of the earlier ones.
 */
final class TimescaleMaintenance {
  /**
   * Late and repeated heartbeats come within a day or so; rows in the columnstore are dear to
   * change.
   */
  private static final String HEARTBEATS_SETTLED = "1 day";

  /** No report is taken that is older. */
  private static final String ROLLUPS_SETTLED = "31 days";

  private TimescaleMaintenance() {}

  /** A hypertable and how its rows lie side by side in the columnstore. */
  private record Hypertable(String name, String segmentBy, String orderBy, String settled) {}

  private static final List<Hypertable> HYPERTABLES =
      List.of(
          new Hypertable("heartbeats", "tenant, instance_id", "\"timestamp\"", HEARTBEATS_SETTLED),
          new Hypertable("usage_hourly", "tenant, instance_id", "hour", ROLLUPS_SETTLED),
          new Hypertable("uptime_hourly", "tenant, instance_id", "hour", ROLLUPS_SETTLED),
          new Hypertable(
              "status_changes", "tenant, instance_id", "changed_at, revision", ROLLUPS_SETTLED),
          new Hypertable("error_counts_hourly", "tenant, signature, app", "hour", ROLLUPS_SETTLED));

  /** For the given edition, in the order in which they have to run. */
  static List<String> statements(TimescaleEdition edition, Retention retention) {
    var statements = new ArrayList<String>();
    statements.add(
        """
        INSERT INTO fleetpulse.retention (table_name, keep) VALUES ('heartbeats', INTERVAL '%d days')
        ON CONFLICT (table_name) DO UPDATE SET keep = excluded.keep
        """
            .formatted(retention.heartbeatDays()));
    switch (edition) {
      // Whoever runs the sinks calls drop_expired().
      case APACHE -> {}
      case COMMUNITY -> {
        for (var table : HYPERTABLES) {
          statements.addAll(columnstore(table));
        }
        statements.add(
            "SELECT remove_retention_policy('fleetpulse.heartbeats', if_exists => true)");
        statements.add(
            "SELECT add_retention_policy('fleetpulse.heartbeats', drop_after => INTERVAL '%d days')"
                .formatted(retention.heartbeatDays()));
      }
    }
    return List.copyOf(statements);
  }

  private static List<String> columnstore(Hypertable table) {
    return List.of(
        """
        ALTER TABLE fleetpulse.%s SET (timescaledb.enable_columnstore = true,
          timescaledb.segmentby = '%s', timescaledb.orderby = '%s')
        """
            .formatted(table.name(), table.segmentBy(), table.orderBy()),
        "CALL add_columnstore_policy('fleetpulse.%s', after => INTERVAL '%s', if_not_exists => true)"
            .formatted(table.name(), table.settled()));
  }
}
