package dev.fleetpulse.query.repairs;

import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the repairs of one server. */
final class RepairsDao {
  private static final String FIND_SERVER =
      """
      SELECT instance_id
      FROM instances
      WHERE tenant = ? AND instance_id = ?
      """;

  private static final String LIST =
      """
      SELECT repair_id, repaired_at, app, success::text AS success, error, resolution, tokens, cost,
             mode, model, duration_ms
      FROM repairs
      WHERE tenant = ? AND instance_id = ?
        AND (?::boolean IS NULL OR success = ?)
      ORDER BY repaired_at DESC, repair_id
      LIMIT ?
      """;

  private static final String STATS =
      """
      SELECT count(*) AS total, count(*) FILTER (WHERE success) AS successes,
             avg(tokens)::float8 AS avg_tokens, coalesce(sum(cost), 0) AS total_cost,
             avg(duration_ms)::float8 AS avg_duration_ms
      FROM repairs
      WHERE tenant = ? AND instance_id = ?
      """;

  private final Timescale timescale;

  RepairsDao(Timescale timescale) {
    this.timescale = timescale;
  }

  /** Whether the tenant has a server of this id. */
  boolean hasServer(String tenant, String id) {
    return timescale
        .first(tenant, "server " + id, FIND_SERVER, row -> row.text("instance_id"), tenant, id)
        .isPresent();
  }

  /** The latest repairs, all or only those that ended as given. */
  List<RepairList.Repair> latest(String tenant, String id, Optional<Boolean> success, int limit) {
    var wanted = success.orElse(null);
    return timescale.list(
        tenant,
        "the repairs of " + id,
        LIST,
        RepairsDao::repair,
        tenant,
        id,
        wanted,
        wanted,
        limit);
  }

  RepairList.Stats stats(String tenant, String id) {
    return timescale.only(
        tenant,
        "the figures of the repairs of " + id,
        STATS,
        row ->
            new RepairList.Stats(
                row.count("total"),
                row.count("successes"),
                row.measure("avg_tokens"),
                row.decimal("total_cost"),
                row.measure("avg_duration_ms")),
        tenant,
        id);
  }

  private static RepairList.Repair repair(Row row) throws SQLException {
    var success = row.text("success");
    return new RepairList.Repair(
        row.text("repair_id"),
        row.instant("repaired_at"),
        row.text("app"),
        success == null ? null : Boolean.valueOf(success),
        row.text("error"),
        row.text("resolution"),
        row.number("tokens"),
        row.decimal("cost"),
        row.text("mode"),
        row.text("model"),
        row.number("duration_ms"));
  }
}
