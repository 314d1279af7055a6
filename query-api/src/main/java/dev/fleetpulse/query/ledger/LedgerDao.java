package dev.fleetpulse.query.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads the books of one tenant, and of the platform in front of them. */
final class LedgerDao {
  /** Whose books those are that concern all tenants. */
  private static final String EVERYBODY = "*";

  private static final String LOGS =
      """
      SELECT hour, log, state, reason, appended, unique_records, duplicates, too_late, unreadable,
             sampled, difference, stores
      FROM ledger_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ? AND log <> 'front'
      ORDER BY hour DESC, log DESC
      LIMIT 10000
      """;

  private static final String FRONT =
      """
      SELECT hour, lost, lost_by
      FROM ledger_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ? AND log = 'front' AND lost > 0
      ORDER BY hour DESC
      LIMIT 10000
      """;

  private static final String REFUSALS =
      """
      SELECT hour, reason, sum(count)::bigint AS count
      FROM refusals_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ?
      GROUP BY hour, reason
      ORDER BY hour DESC, reason
      LIMIT 10000
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Timescale timescale;

  LedgerDao(Timescale timescale) {
    this.timescale = timescale;
  }

  record LogOfHour(Instant hour, Ledger.Log log) {}

  record LostInHour(Instant hour, long lost, JsonNode lostBy) {}

  record RefusedInHour(Instant hour, String reason, long count) {}

  List<LogOfHour> logs(String tenant, TimeRange range) {
    return timescale.list(
        tenant, "the ledger of " + tenant, LOGS, LedgerDao::log, tenant, range.from(), range.to());
  }

  /** What was lost before it could be said whose it was. */
  List<LostInHour> lost(TimeRange range) {
    return timescale.list(
        EVERYBODY,
        "what was lost in front",
        FRONT,
        row -> new LostInHour(row.instant("hour"), row.count("lost"), json(row.text("lost_by"))),
        EVERYBODY,
        range.from(),
        range.to());
  }

  List<RefusedInHour> refusals(String tenant, TimeRange range) {
    return timescale.list(
        tenant,
        "what was refused of " + tenant,
        REFUSALS,
        row -> new RefusedInHour(row.instant("hour"), row.text("reason"), row.count("count")),
        tenant,
        range.from(),
        range.to());
  }

  private static LogOfHour log(Row row) throws SQLException {
    return new LogOfHour(
        row.instant("hour"),
        new Ledger.Log(
            row.text("log"),
            row.text("state"),
            row.text("reason"),
            row.count("appended"),
            row.count("unique_records"),
            row.count("duplicates"),
            row.count("too_late"),
            row.count("unreadable"),
            row.count("sampled"),
            row.count("difference"),
            json(row.text("stores"))));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL gave jsonb that is none", e);
    }
  }
}
