package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.math.BigDecimal;
import java.sql.SQLException;
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
