package dev.fleetpulse.query.errors;

import com.clickhouse.client.api.query.GenericRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.errors.ErrorDetail.HourCount;
import dev.fleetpulse.query.errors.ErrorDetail.Occurrence;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads groups of errors from TimescaleDB and single occurrences from ClickHouse. */
final class ErrorsDao {
  private static final String TOTALS =
      """
      WITH asked AS NOT MATERIALIZED (
        SELECT ?::text AS tenant, ?::text AS wanted_app, ?::text AS wanted_category,
               ?::text AS wanted_status, ?::text AS wanted_instance, ?::text AS wanted_release, ?::text AS wanted_text,
               ?::timestamptz AS starts, ?::timestamptz AS ends),
      hourly AS (
        SELECT signature, app, sum(count) AS occurrences
        FROM asked
        JOIN error_counts_hourly ON error_counts_hourly.tenant = asked.tenant
          AND hour >= starts AND hour < ends
        GROUP BY signature, app)
      SELECT count(*) AS total, coalesce(sum(coalesce(hourly.occurrences, count)), 0) AS occurrences
      FROM asked
      JOIN error_groups ON error_groups.tenant = asked.tenant
      LEFT JOIN hourly USING (signature, app)
      WHERE (starts IS NULL OR hourly.occurrences > 0)
        AND (wanted_app IS NULL OR app = wanted_app)
        AND (wanted_category IS NULL OR category = wanted_category)
        AND (wanted_status IS NULL OR status = wanted_status
          OR (wanted_status = 'open' AND status IN ('new', 'regressed', 'reopened')))
        AND (wanted_instance IS NULL OR wanted_instance = ANY (instances))
        AND (wanted_release IS NULL OR wanted_release = ANY (releases))
        AND (wanted_text IS NULL
          OR strpos(lower(concat_ws(E'\\n', title, type, signature)), lower(wanted_text)) > 0)
      """;

  private static final String LIST =
      """
      WITH asked AS NOT MATERIALIZED (
        SELECT ?::text AS tenant, ?::text AS wanted_app, ?::text AS wanted_category,
               ?::text AS wanted_status, ?::text AS wanted_instance, ?::text AS wanted_release, ?::text AS wanted_text,
               ?::timestamptz AS starts, ?::timestamptz AS ends),
      hourly AS (
        SELECT signature, app, sum(count) AS occurrences
        FROM asked
        JOIN error_counts_hourly ON error_counts_hourly.tenant = asked.tenant
          AND hour >= starts AND hour < ends
        GROUP BY signature, app)
      SELECT signature, app, title, category, language, type, count,
             coalesce(hourly.occurrences, count) AS occurrences, first_seen, last_seen, instance_count,
             instances, releases, sample_instance_id, sample_message,
             left(sample_stack, 2000) AS sample_stack, root_signature, status, status_since, status_by,
             resolved_at, kept, first_received, last_received, instances_exact, release_spans,
             sample_error_id, sample_timestamp
      FROM asked
      JOIN error_groups ON error_groups.tenant = asked.tenant
      LEFT JOIN hourly USING (signature, app)
      WHERE (starts IS NULL OR hourly.occurrences > 0)
        AND (wanted_app IS NULL OR app = wanted_app)
        AND (wanted_category IS NULL OR category = wanted_category)
        AND (wanted_status IS NULL OR status = wanted_status
          OR (wanted_status = 'open' AND status IN ('new', 'regressed', 'reopened')))
        AND (wanted_instance IS NULL OR wanted_instance = ANY (instances))
        AND (wanted_release IS NULL OR wanted_release = ANY (releases))
        AND (wanted_text IS NULL
          OR strpos(lower(concat_ws(E'\\n', title, type, signature)), lower(wanted_text)) > 0)
      ORDER BY :order, signature, app
      LIMIT ? OFFSET ?
      """;

  private static final String FIND =
      """
      WITH hourly AS (
        SELECT app, sum(count) AS occurrences
        FROM error_counts_hourly
        WHERE tenant = ? AND signature = ? AND hour >= ? AND hour < ?
        GROUP BY app)
      SELECT signature, app, title, category, language, type, count,
             coalesce(hourly.occurrences, 0) AS occurrences, first_seen, last_seen, instance_count,
             instances, releases, sample_instance_id, sample_message, sample_stack, root_signature, status,
             status_since, status_by, resolved_at, kept, first_received, last_received, instances_exact,
             release_spans, sample_error_id, sample_timestamp
      FROM error_groups
      LEFT JOIN hourly USING (app)
      WHERE tenant = ? AND signature = ?
      ORDER BY last_seen DESC, app
      LIMIT 100
      """;

  private static final String TREND =
      """
      WITH asked AS NOT MATERIALIZED (
        SELECT ?::text AS tenant, ?::text AS wanted_signature, ?::timestamptz AS starts, ?::timestamptz AS ends),
      hourly AS (
        SELECT hour, sum(count) AS count
        FROM asked
        JOIN error_counts_hourly ON error_counts_hourly.tenant = asked.tenant
          AND signature = wanted_signature AND hour >= starts AND hour < ends
        GROUP BY hour)
      SELECT hour, coalesce(hourly.count, 0) AS count
      FROM asked
      CROSS JOIN generate_series(starts, ends - INTERVAL '1 hour', INTERVAL '1 hour') AS hour
      LEFT JOIN hourly USING (hour)
      ORDER BY hour
      """;

  private static final String OCCURRENCES =
      """
      SELECT app, instance_id, error_id, timestamp, received, message, stack, level, release, environment,
             stands_for, tags, context, trace_id
      FROM error_occurrences FINAL
      WHERE tenant = {tenant:String} AND signature = {signature:String} :conditions
      ORDER BY timestamp DESC, app, instance_id, error_id
      LIMIT {limit:UInt32} OFFSET {offset:UInt32}
      """;

  private static final String OCCURRENCE_TOTALS =
      """
      SELECT count() AS kept, sum(stands_for) AS stand_for
      FROM error_occurrences FINAL
      WHERE tenant = {tenant:String} AND signature = {signature:String} :conditions
      """;

  private static final String APPS =
      """
      SELECT app
      FROM error_groups
      WHERE tenant = ? AND signature = ? AND (?::text IS NULL OR app = ?)
      ORDER BY app
      LIMIT 100
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Timescale timescale;
  private final ClickHouse clickHouse;

  ErrorsDao(Timescale timescale, ClickHouse clickHouse) {
    this.timescale = timescale;
    this.clickHouse = clickHouse;
  }

  /** How many rows a query has on all pages, and how many occurrences they have. */
  record Totals(long rows, long occurrences) {}

  Totals totals(String tenant, ErrorsQuery query) {
    return timescale.only(
        tenant,
        "the number of errors of " + tenant,
        TOTALS,
        row -> new Totals(row.count("total"), row.count("occurrences")),
        tenant,
        query.app().orElse(null),
        query.category().orElse(null),
        query.status().orElse(null),
        query.instance().orElse(null),
        query.release().orElse(null),
        query.text().orElse(null),
        query.hours().map(TimeRange::from).orElse(null),
        query.hours().map(TimeRange::to).orElse(null));
  }

  List<ErrorGroup> list(String tenant, ErrorsQuery query) {
    return timescale.list(
        tenant,
        "the errors of " + tenant,
        LIST.replace(":order", query.orderBy()),
        ErrorsDao::group,
        values(tenant, query));
  }

  /** The same, one by one. */
  void stream(String tenant, ErrorsQuery query, Consumer<? super ErrorGroup> taker) {
    timescale.stream(
        tenant,
        "the errors of " + tenant,
        LIST.replace(":order", query.orderBy()),
        ErrorsDao::group,
        taker,
        values(tenant, query));
  }

  private static Object[] values(String tenant, ErrorsQuery query) {
    return new Object[] {
      tenant,
      query.app().orElse(null),
      query.category().orElse(null),
      query.status().orElse(null),
      query.instance().orElse(null),
      query.release().orElse(null),
      query.text().orElse(null),
      query.hours().map(TimeRange::from).orElse(null),
      query.hours().map(TimeRange::to).orElse(null),
      query.page().limit(),
      query.page().offset()
    };
  }

  /** The groups of a signature, one per app; none where the tenant does not have it. */
  List<ErrorGroup> find(String tenant, String signature, TimeRange hours) {
    return timescale.list(
        tenant,
        "error " + signature,
        FIND,
        ErrorsDao::group,
        tenant,
        signature,
        hours.from(),
        hours.to(),
        tenant,
        signature);
  }

  /** One count for every hour. */
  List<HourCount> trend(String tenant, String signature, TimeRange hours) {
    return timescale.list(
        tenant,
        "the trend of error " + signature,
        TREND,
        row -> new HourCount(row.instant("hour"), row.count("count")),
        tenant,
        signature,
        hours.from(),
        hours.to());
  }

  /** In which apps a tenant has a signature. */
  List<String> apps(String tenant, String signature, Optional<String> app) {
    return timescale.list(
        tenant,
        "the apps of error " + signature,
        APPS,
        row -> row.text("app"),
        tenant,
        signature,
        app.orElse(null),
        app.orElse(null));
  }

  /** One page, newest first. */
  History<Occurrence> occurrences(String tenant, String signature, OccurrencesQuery query) {
    var values = query.values(tenant, signature);
    values.put("limit", query.page().limit());
    values.put("offset", query.page().offset());
    return clickHouse.list(
        tenant,
        "the occurrences of error " + signature,
        OCCURRENCES.replace(":conditions", query.conditions()),
        ErrorsDao::occurrence,
        values);
  }

  /** How many occurrences a query has on all pages, and how many they stand for. */
  History<Totals> occurrenceTotals(String tenant, String signature, OccurrencesQuery query) {
    return clickHouse.list(
        tenant,
        "the number of occurrences of error " + signature,
        OCCURRENCE_TOTALS.replace(":conditions", query.conditions()),
        row -> new Totals(row.getLong("kept"), row.getLong("stand_for")),
        query.values(tenant, signature));
  }

  private static ErrorGroup group(Row row) throws SQLException {
    return new ErrorGroup(
        row.text("signature"),
        row.text("app"),
        row.text("title"),
        row.text("category"),
        row.text("language"),
        row.text("type"),
        row.text("root_signature"),
        row.text("status"),
        row.instant("status_since"),
        row.text("status_by"),
        row.instant("resolved_at"),
        row.count("count"),
        row.count("kept"),
        row.count("occurrences"),
        row.instant("first_seen"),
        row.instant("last_seen"),
        row.instant("first_received"),
        row.instant("last_received"),
        row.count("instance_count"),
        row.flag("instances_exact"),
        row.texts("instances"),
        releases(row.text("release_spans"), row.texts("releases")),
        new ErrorGroup.Sample(
            row.text("sample_instance_id"),
            row.text("sample_error_id"),
            row.instant("sample_timestamp"),
            row.text("sample_message"),
            row.text("sample_stack")));
  }

  /** Rows of earlier builds have names without times. */
  private static List<ErrorGroup.Release> releases(String spans, List<String> names) {
    try {
      var releases = new ArrayList<ErrorGroup.Release>();
      for (var span : JSON.readTree(spans)) {
        releases.add(
            new ErrorGroup.Release(
                span.path("release").asText(),
                Instant.ofEpochMilli(span.path("firstSeenMs").asLong()),
                Instant.ofEpochMilli(span.path("lastSeenMs").asLong())));
      }
      return releases.isEmpty()
          ? names.stream().map(name -> new ErrorGroup.Release(name, null, null)).toList()
          : releases;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A column of JSON holds none", e);
    }
  }

  private static Occurrence occurrence(GenericRecord row) {
    return new Occurrence(
        row.getString("app"),
        row.getString("instance_id"),
        row.getString("error_id"),
        row.getInstant("timestamp"),
        row.getInstant("received"),
        row.getString("message"),
        row.getString("stack"),
        row.getString("level"),
        row.getString("release"),
        row.getString("environment"),
        row.getLong("stands_for"),
        tags(row.getObject("tags")),
        Json.of(row.getString("context")),
        row.getString("trace_id"));
  }

  /** The column is a map of texts, and the client has no typed reader for it. */
  @SuppressWarnings("unchecked")
  private static Map<String, String> tags(Object column) {
    return (Map<String, String>) column;
  }
}
