package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Measures out of TimescaleDB, which has them for some days, and neither apps nor paths. */
final class TimescaleHeartbeats implements HeartbeatStore {
  private static final String MEAN =
      """
      SELECT avg(slowest_avg_ms) AS mean
      FROM heartbeats
      WHERE tenant = ? AND "timestamp" >= ? AND "timestamp" < ? :filter
      """;

  private static final String MEASURES =
      """
      count(*) AS heartbeats,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY slowest_avg_ms) AS response_p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY slowest_avg_ms) AS response_p95,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY slowest_avg_ms) AS response_p99,
      max(slowest_avg_ms) AS response_max,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY memory_mb) AS memory_p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY memory_mb) AS memory_p95,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY memory_mb) AS memory_p99,
      max(memory_mb) AS memory_max,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY cpu_percent) AS cpu_p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY cpu_percent) AS cpu_p95,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY cpu_percent) AS cpu_p99,
      max(cpu_percent) AS cpu_max
      """;

  private static final String BY_TIME =
      """
      SELECT at, :measures
      FROM (
        SELECT date_trunc(?, "timestamp", 'UTC') AS at, slowest_avg_ms, memory_mb, cpu_percent
        FROM heartbeats
        WHERE tenant = ? AND "timestamp" >= ? AND "timestamp" < ? :filter) AS wanted
      GROUP BY GROUPING SETS ((), (at))
      ORDER BY at NULLS FIRST
      """
          .replace(":measures", MEASURES);

  private static final String BY_SERVER =
      """
      SELECT instance_id AS name, :measures
      FROM heartbeats
      WHERE tenant = ? AND "timestamp" >= ? AND "timestamp" < ? :filter
      GROUP BY instance_id
      ORDER BY response_p95 DESC NULLS LAST, instance_id COLLATE "C"
      LIMIT ?
      """
          .replace(":measures", MEASURES);

  private final Timescale timescale;

  TimescaleHeartbeats(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public Optional<BigDecimal> meanResponse(String tenant, TimeRange range, Filter filter) {
    return timescale.only(
        tenant,
        "the response time of " + tenant,
        MEAN.replace(":filter", filter.sql()),
        row -> Optional.ofNullable(Numbers.measure(row.measure("mean"))),
        filter.values(List.of(tenant, range.from(), range.to())));
  }

  @Override
  public List<Measured> byTime(
      String tenant, TimeRange range, Filter filter, Interval interval, boolean exact) {
    return timescale.list(
        tenant,
        "the performance of " + tenant,
        BY_TIME.replace(":filter", filter.sql()),
        row -> measured(row.instant("at"), null, row),
        filter.values(List.of(interval.field(), tenant, range.from(), range.to())));
  }

  @Override
  public List<Measured> byGroup(
      String tenant,
      TimeRange range,
      Filter filter,
      PerformanceGroup group,
      int limit,
      boolean exact) {
    if (group != PerformanceGroup.SERVER) {
      throw new IllegalArgumentException("TimescaleDB has heartbeats by server only");
    }
    return timescale.list(
        tenant,
        "the performance of " + tenant + " by server",
        BY_SERVER.replace(":filter", filter.sql()),
        row -> measured(null, row.text("name"), row),
        filter.values(List.of(tenant, range.from(), range.to()), limit));
  }

  private static Measured measured(Instant at, String name, Row row) throws SQLException {
    return new Measured(
        at,
        name,
        row.count("heartbeats"),
        percentiles(row, "response"),
        percentiles(row, "memory"),
        percentiles(row, "cpu"));
  }

  private static Percentiles percentiles(Row row, String measure) throws SQLException {
    return Percentiles.of(
        row.measure(measure + "_p50"),
        row.measure(measure + "_p95"),
        row.measure(measure + "_p99"),
        row.measure(measure + "_max"));
  }
}
