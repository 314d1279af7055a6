package dev.fleetpulse.query.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads alerts. */
final class AlertsDao {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int DECISIONS_MAX = 100;

  private static final String COLUMNS =
      """
      episode, alert_key, type, severity, status, message, app, instance_id, signature, opened_at,
      last_seen, count, flapping::text AS flapping, acknowledged_at, acknowledged_by, resolved_at,
      resolved_by, resolution, muted_until, evidence::text AS evidence, jsonb_array_length(members) AS member_count
      """;

  private static final String FITTING =
      """
      FROM alerts
      WHERE tenant = ? AND status = ANY (string_to_array(?, ','))
        AND (?::text IS NULL OR severity = ?) AND (?::text IS NULL OR type = ?)
        AND (?::text IS NULL OR app = ?) AND (?::text IS NULL OR instance_id = ?)
      """;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + FITTING
          + """
          ORDER BY opened_at DESC, episode
          LIMIT ? OFFSET ?
          """;

  private static final String COUNT = "SELECT count(*) AS total " + FITTING;

  private static final String FIND =
      "SELECT "
          + COLUMNS
          + """
          , members::text AS members
          FROM alerts
          WHERE tenant = ? AND episode = ?
          """;

  private static final String DECISIONS =
      """
      SELECT at, action, by_whom
      FROM audit_log
      WHERE tenant = ? AND subject = ? AND action LIKE 'alert.%'
      ORDER BY at DESC, event_id
      LIMIT ?
      """;

  private final Timescale timescale;

  AlertsDao(Timescale timescale) {
    this.timescale = timescale;
  }

  /** A found alert and its members. */
  record Found(AlertAnswer alert, JsonNode members) {}

  List<AlertAnswer> list(String tenant, AlertsQuery query) {
    return timescale.list(
        tenant,
        "alerts",
        LIST,
        AlertsDao::alert,
        tenant,
        String.join(",", query.statuses()),
        query.severity().orElse(null),
        query.severity().orElse(null),
        query.type().orElse(null),
        query.type().orElse(null),
        query.app().orElse(null),
        query.app().orElse(null),
        query.instance().orElse(null),
        query.instance().orElse(null),
        query.limit(),
        query.offset());
  }

  long count(String tenant, AlertsQuery query) {
    return timescale.only(
        tenant,
        "the number of alerts",
        COUNT,
        row -> row.count("total"),
        tenant,
        String.join(",", query.statuses()),
        query.severity().orElse(null),
        query.severity().orElse(null),
        query.type().orElse(null),
        query.type().orElse(null),
        query.app().orElse(null),
        query.app().orElse(null),
        query.instance().orElse(null),
        query.instance().orElse(null));
  }

  Optional<Found> find(String tenant, String episode) {
    return timescale.first(
        tenant,
        "alert " + episode,
        FIND,
        row -> new Found(alert(row), json(row.text("members"))),
        tenant,
        episode);
  }

  List<AlertAnswer.Decided> decisions(String tenant, AlertAnswer alert) {
    return timescale.list(
        tenant,
        "decisions about alert " + alert.id(),
        DECISIONS,
        row -> new AlertAnswer.Decided(row.instant("at"), row.text("action"), row.text("by_whom")),
        tenant,
        alert.key() + " " + alert.id(),
        DECISIONS_MAX);
  }

  private static AlertAnswer alert(Row row) throws SQLException {
    return new AlertAnswer(
        row.text("episode"),
        row.text("alert_key"),
        row.text("type"),
        row.text("severity"),
        row.text("status"),
        row.text("message"),
        row.text("app"),
        row.text("instance_id"),
        row.text("signature"),
        row.instant("opened_at"),
        row.instant("last_seen"),
        row.count("count"),
        Boolean.parseBoolean(row.text("flapping")),
        row.instant("acknowledged_at"),
        row.text("acknowledged_by"),
        row.instant("resolved_at"),
        row.text("resolved_by"),
        row.text("resolution"),
        row.instant("muted_until"),
        json(row.text("evidence")),
        row.count("member_count"));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL gives valid JSON", e);
    }
  }
}
