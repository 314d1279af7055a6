package dev.fleetpulse.query.patterns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads patterns from TimescaleDB. */
final class PatternsDao {
  private static final String LIST =
      """
      WITH asked AS NOT MATERIALIZED (
        SELECT ?::text AS tenant, ?::text AS wanted_status, ?::text AS wanted_kind, ?::text AS wanted_app,
               ?::timestamptz AS starts, ?::timestamptz AS ends)
      SELECT pattern_id, kind, name, status, opened_at, closed_at, first_app, count, instances, first_hour,
             last_hour, apps
      FROM asked
      JOIN patterns ON patterns.tenant = asked.tenant
      WHERE (wanted_status IS NULL OR status = wanted_status
          OR (wanted_status = 'active' AND status <> 'closed'))
        AND (wanted_kind IS NULL OR kind = wanted_kind)
        AND (wanted_app IS NULL OR apps @> jsonb_build_array(jsonb_build_object('app', wanted_app)))
        AND (starts IS NULL OR (opened_at < ends AND coalesce(closed_at, ends) >= starts))
      ORDER BY opened_at DESC, pattern_id
      LIMIT ? OFFSET ?
      """;

  private static final String TOTAL =
      """
      WITH asked AS NOT MATERIALIZED (
        SELECT ?::text AS tenant, ?::text AS wanted_status, ?::text AS wanted_kind, ?::text AS wanted_app,
               ?::timestamptz AS starts, ?::timestamptz AS ends)
      SELECT count(*) AS total
      FROM asked
      JOIN patterns ON patterns.tenant = asked.tenant
      WHERE (wanted_status IS NULL OR status = wanted_status
          OR (wanted_status = 'active' AND status <> 'closed'))
        AND (wanted_kind IS NULL OR kind = wanted_kind)
        AND (wanted_app IS NULL OR apps @> jsonb_build_array(jsonb_build_object('app', wanted_app)))
        AND (starts IS NULL OR (opened_at < ends AND coalesce(closed_at, ends) >= starts))
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Timescale timescale;

  PatternsDao(Timescale timescale) {
    this.timescale = timescale;
  }

  long total(String tenant, PatternsQuery query) {
    return timescale.only(
        tenant,
        "the number of patterns of " + tenant,
        TOTAL,
        row -> row.count("total"),
        query.values(tenant).toArray());
  }

  List<PatternList.Entry> list(String tenant, PatternsQuery query) {
    var values = query.values(tenant);
    values.add(query.page().limit());
    values.add(query.page().offset());
    return timescale.list(
        tenant, "the patterns of " + tenant, LIST, PatternsDao::entry, values.toArray());
  }

  private static PatternList.Entry entry(Row row) throws SQLException {
    return new PatternList.Entry(
        row.text("pattern_id"),
        row.text("kind"),
        row.text("name"),
        row.text("status"),
        row.instant("opened_at"),
        row.instant("closed_at"),
        row.text("first_app"),
        row.count("count"),
        row.count("instances"),
        row.instant("first_hour"),
        row.instant("last_hour"),
        apps(row.text("apps")));
  }

  private static List<PatternList.App> apps(String text) {
    try {
      var apps = new ArrayList<PatternList.App>();
      for (var app : JSON.readTree(text)) {
        apps.add(
            new PatternList.App(
                app.path("app").asText(),
                app.path("count").asLong(),
                app.path("instances").asLong(),
                Instant.ofEpochMilli(app.path("firstHourMs").asLong()),
                Instant.ofEpochMilli(app.path("lastHourMs").asLong())));
      }
      return apps;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A column of JSON holds none", e);
    }
  }
}
