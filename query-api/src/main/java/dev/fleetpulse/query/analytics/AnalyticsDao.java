package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the fleet's figures: rollups from TimescaleDB, what needs every heartbeat from ClickHouse.
 */
final class AnalyticsDao {
  private static final String SERVERS =
      """
      SELECT count(*) AS servers
      FROM instances
      WHERE tenant = ? AND first_seen < ?
      """;

  private static final String TOTALS =
      """
      SELECT count(DISTINCT instance_id) FILTER (WHERE samples > 0) AS active_servers,
             coalesce(sum(samples), 0) AS heartbeats,
             coalesce(sum(repairs), 0) AS repairs,
             round(sum(repair_successes) / nullif(sum(repair_successes + repair_failures), 0), 4) AS success_rate,
             coalesce(sum(tokens), 0) AS tokens,
             coalesce(sum(cost), 0) AS cost,
             coalesce(sum(calls), 0) AS calls
      FROM usage_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ?
      """;

  private static final String TOKENS_BY_CATEGORY =
      """
      SELECT category.name AS name, sum((category.figures ->> 'tokens')::bigint) AS tokens
      FROM usage_hourly
      CROSS JOIN LATERAL jsonb_each(by_category) AS category(name, figures)
      WHERE tenant = ? AND hour >= ? AND hour < ?
      GROUP BY category.name
      ORDER BY tokens DESC, name
      LIMIT 1000
      """;

  private static final String COST_BY_MODEL =
      """
      SELECT model.name AS name, sum((model.figures ->> 'cost_nanos')::bigint) * 0.000000001 AS cost
      FROM usage_hourly
      CROSS JOIN LATERAL jsonb_each(by_model) AS model(name, figures)
      WHERE tenant = ? AND hour >= ? AND hour < ?
      GROUP BY model.name
      ORDER BY cost DESC, name
      LIMIT 1000
      """;

  /**
   * Each status lasts until the next change, or the end; what it was at the beginning is told by
   * the last change before. Time that is neither up nor down (unknown, stopped) does not count.
   */
  private static final String UPTIME =
      """
      WITH asked AS (SELECT ?::text AS tenant, ?::timestamptz AS starts, ?::timestamptz AS ends),
      at_the_start AS (
        SELECT instances.instance_id, starts AS changed_at, 0 AS revision, before.to_status
        FROM asked
        JOIN instances ON instances.tenant = asked.tenant
        CROSS JOIN LATERAL (
          SELECT to_status
          FROM status_changes
          WHERE status_changes.tenant = asked.tenant AND status_changes.instance_id = instances.instance_id
            AND changed_at < starts
          ORDER BY changed_at DESC, revision DESC
          LIMIT 1) before),
      changes AS (
        SELECT instance_id, changed_at, revision, to_status FROM at_the_start
        UNION ALL
        SELECT instance_id, changed_at, revision, to_status
        FROM asked
        JOIN status_changes ON status_changes.tenant = asked.tenant
          AND changed_at >= starts AND changed_at < ends),
      spans AS (
        SELECT to_status,
               extract(epoch FROM
                 lead(changed_at, 1, ends) OVER (PARTITION BY instance_id ORDER BY changed_at, revision)
                 - changed_at) AS seconds
        FROM asked, changes)
      SELECT round(100 * coalesce(sum(seconds) FILTER (WHERE to_status != 'down'), 0) / nullif(sum(seconds), 0), 4)
               AS percent
      FROM spans
      WHERE to_status IN ('healthy', 'degraded', 'down')
      """;

  private static final String RESPONSE_TIME =
      """
      SELECT round(avgOrNull(slowest_avg_ms), 3) AS mean
      FROM heartbeats FINAL
      WHERE tenant = {tenant:String}
        AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
      """;

  private final Timescale timescale;
  private final ClickHouse clickHouse;

  AnalyticsDao(Timescale timescale, ClickHouse clickHouse) {
    this.timescale = timescale;
    this.clickHouse = clickHouse;
  }

  /** The sums of the usage rows. */
  record Totals(
      long activeServers,
      long heartbeats,
      long repairs,
      BigDecimal successRate,
      long tokens,
      BigDecimal cost,
      long calls) {}

  long servers(String tenant, TimeRange hours) {
    return timescale.only(
        "the number of servers of " + tenant,
        SERVERS,
        row -> row.count("servers"),
        tenant,
        hours.to());
  }

  Totals totals(String tenant, TimeRange hours) {
    return timescale.only(
        "the usage of " + tenant, TOTALS, AnalyticsDao::totals, tenant, hours.from(), hours.to());
  }

  /** The greatest first. */
  Map<String, Long> tokensByCategory(String tenant, TimeRange hours) {
    return byName(
        "the categories of " + tenant,
        TOKENS_BY_CATEGORY,
        row -> row.count("tokens"),
        tenant,
        hours);
  }

  /** Dollars, the greatest first. */
  Map<String, BigDecimal> costByModel(String tenant, TimeRange hours) {
    return byName(
        "the models of " + tenant, COST_BY_MODEL, row -> row.decimal("cost"), tenant, hours);
  }

  /** Percent, or nothing where no instance was known to be up or down. */
  Optional<BigDecimal> uptime(String tenant, Instant from, Instant to) {
    return timescale
        .list(
            "the uptime of " + tenant,
            UPTIME,
            row -> Optional.ofNullable(row.decimal("percent")),
            tenant,
            from,
            to)
        .getFirst();
  }

  /** Milliseconds; the one entry is empty where no heartbeat told a response time. */
  History<Optional<Double>> responseTime(String tenant, TimeRange hours) {
    return clickHouse.list(
        "the response time of " + tenant,
        RESPONSE_TIME,
        row -> row.hasValue("mean") ? Optional.of(row.getDouble("mean")) : Optional.empty(),
        Map.of(
            "tenant", tenant,
            "from", hours.from().toEpochMilli(),
            "to", hours.to().toEpochMilli()));
  }

  private <T> Map<String, T> byName(
      String what, String sql, Timescale.RowReader<T> value, String tenant, TimeRange hours) {
    var figures = new LinkedHashMap<String, T>();
    timescale
        .list(
            what,
            sql,
            row -> Map.entry(row.text("name"), value.read(row)),
            tenant,
            hours.from(),
            hours.to())
        .forEach(entry -> figures.put(entry.getKey(), entry.getValue()));
    return figures;
  }

  private static Totals totals(Row row) throws SQLException {
    return new Totals(
        row.count("active_servers"),
        row.count("heartbeats"),
        row.count("repairs"),
        row.decimal("success_rate"),
        row.count("tokens"),
        row.decimal("cost"),
        row.count("calls"));
  }
}
