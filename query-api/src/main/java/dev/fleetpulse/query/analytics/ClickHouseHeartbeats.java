package dev.fleetpulse.query.analytics;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures out of ClickHouse, which has every heartbeat of the past months whole. */
final class ClickHouseHeartbeats implements HeartbeatStore {
  private static final String ROWS =
      """
      FROM heartbeats FINAL
      WHERE tenant = {tenant:String}
        AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
        AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC') :filter
      """;

  private static final String SETTINGS =
      """
      SETTINGS do_not_merge_across_partitions_select_final = 1
      """;

  private static final String MEAN =
      """
      SELECT avgOrNull(slowest_avg_ms) AS mean
      """
          + ROWS
          + SETTINGS;

  /** Percentiles between two values are interpolated, as PostgreSQL's percentile_cont does. */
  private static final String MEASURES =
      """
      count() AS heartbeats,
      :quantiles(0.5, 0.95, 0.99)(slowest_avg_ms) AS response, maxOrNull(slowest_avg_ms) AS response_max,
      :quantiles(0.5, 0.95, 0.99)(memory_mb) AS memory, maxOrNull(memory_mb) AS memory_max,
      :quantiles(0.5, 0.95, 0.99)(cpu_percent) AS cpu, maxOrNull(cpu_percent) AS cpu_max
      """;

  private static final String COLUMNS =
      """
      heartbeats, response[1] AS response_p50, response[2] AS response_p95, response[3] AS response_p99, response_max,
      memory[1] AS memory_p50, memory[2] AS memory_p95, memory[3] AS memory_p99, memory_max,
      cpu[1] AS cpu_p50, cpu[2] AS cpu_p95, cpu[3] AS cpu_p99, cpu_max
      """;

  private static final String BY_TIME =
      ("""
      SELECT is_all, at, :columns
      FROM (
        SELECT grouping(at) AS is_all, toUnixTimestamp(date_trunc(':field', timestamp)) AS at, :measures
      """
              + ROWS
              + """
        GROUP BY GROUPING SETS ((), (at)))
      ORDER BY is_all DESC, at
      """
              + SETTINGS)
          .replace(":columns", COLUMNS)
          .replace(":measures", MEASURES);

  private static final String BY_GROUP =
      ("""
      SELECT name, :columns
      FROM (
        SELECT toString(:group) AS name, :measures
      """
              + ROWS
              + """
         :known
        GROUP BY name)
      ORDER BY isNaN(response_p95), response_p95 DESC, name
      LIMIT {limit:UInt32}
      """
              + SETTINGS)
          .replace(":columns", COLUMNS)
          .replace(":measures", MEASURES);

  private final ClickHouse clickHouse;

  ClickHouseHeartbeats(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  @Override
  public Optional<BigDecimal> meanResponse(String tenant, TimeRange range, Filter filter) {
    return clickHouse
        .rows(
            tenant,
            "the response time of " + tenant,
            MEAN.replace(":filter", filter.clickHouseSql()),
            row -> Optional.ofNullable(Numbers.measure(measure(row, "mean"))),
            values(tenant, range, filter, 1))
        .getFirst();
  }

  @Override
  public List<Measured> byTime(
      String tenant, TimeRange range, Filter filter, Interval interval, boolean exact) {
    return clickHouse.rows(
        tenant,
        "the performance of " + tenant,
        BY_TIME
            .replace(":quantiles", quantiles(exact))
            .replace(":field", interval.field())
            .replace(":filter", filter.clickHouseSql()),
        row ->
            measured(
                row.getLong("is_all") == 1 ? null : Instant.ofEpochSecond(row.getLong("at")),
                null,
                row),
        values(tenant, range, filter, 1));
  }

  @Override
  public List<Measured> byGroup(
      String tenant,
      TimeRange range,
      Filter filter,
      PerformanceGroup group,
      int limit,
      boolean exact) {
    var column =
        switch (group) {
          case SERVER -> "instance_id";
          case APP -> "app";
          case PATH -> "slowest_path";
        };
    var known = group == PerformanceGroup.PATH ? "AND slowest_path IS NOT NULL" : "";
    return clickHouse.rows(
        tenant,
        "the performance of " + tenant + " by " + group.slug(),
        BY_GROUP
            .replace(":quantiles", quantiles(exact))
            .replace(":group", column)
            .replace(":known", known)
            .replace(":filter", filter.clickHouseSql()),
        row -> measured(null, row.getString("name"), row),
        values(tenant, range, filter, limit));
  }

  private static String quantiles(boolean exact) {
    return exact ? "quantilesExactInclusive" : "quantilesTDigest";
  }

  private static Map<String, Object> values(
      String tenant, TimeRange range, Filter filter, int limit) {
    return filter.clickHouseValues(
        Map.of(
            "tenant",
            tenant,
            "from",
            range.from().toEpochMilli(),
            "to",
            range.to().toEpochMilli(),
            "limit",
            limit));
  }

  private static Measured measured(Instant at, String name, ClickHouseBinaryFormatReader row) {
    return new Measured(
        at,
        name,
        row.getLong("heartbeats"),
        percentiles(row, "response"),
        percentiles(row, "memory"),
        percentiles(row, "cpu"));
  }

  private static Percentiles percentiles(ClickHouseBinaryFormatReader row, String measure) {
    return Percentiles.of(
        measure(row, measure + "_p50"),
        measure(row, measure + "_p95"),
        measure(row, measure + "_p99"),
        measure(row, measure + "_max"));
  }

  private static Double measure(ClickHouseBinaryFormatReader row, String column) {
    return row.hasValue(column) ? row.getDouble(column) : null;
  }
}
