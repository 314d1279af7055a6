package dev.fleetpulse.query.servers;

import com.clickhouse.client.api.query.GenericRecord;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.servers.HeartbeatSeries.Bucket;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the heartbeats of one server interval by interval, out of either store the same. */
final class HeartbeatsDao {
  private static final double MEASURE_DIGITS = 1_000;

  private static final String TIMESCALE =
      """
      SELECT date_bin(make_interval(secs => ?), "timestamp", TIMESTAMPTZ '1970-01-01Z') AS bucket,
             count(*) AS heartbeats,
             last(status, "timestamp") FILTER (WHERE status IS NOT NULL) AS last_status,
             last(uptime_seconds, "timestamp") FILTER (WHERE uptime_seconds IS NOT NULL) AS last_uptime,
             avg(memory_mb) AS memory, max(memory_mb) AS memory_max,
             avg(cpu_percent) AS cpu, max(cpu_percent) AS cpu_max,
             max(routes_unhealthy) AS unhealthy,
             avg(slowest_avg_ms) AS slowest, max(slowest_avg_ms) AS slowest_max,
             last(total_tokens, "timestamp") FILTER (WHERE total_tokens IS NOT NULL) AS last_tokens,
             last(total_cost, "timestamp") FILTER (WHERE total_cost IS NOT NULL) AS last_cost,
             last(total_calls, "timestamp") FILTER (WHERE total_calls IS NOT NULL) AS last_calls
      FROM heartbeats
      WHERE tenant = ? AND instance_id = ? AND "timestamp" >= ? AND "timestamp" < ?
      GROUP BY bucket
      ORDER BY bucket
      LIMIT 1500
      """;

  /** An aggregate of ClickHouse passes over nulls by itself. */
  private static final String CLICKHOUSE =
      """
      SELECT intDiv(toUnixTimestamp64Milli(timestamp), {step:Int64}) * {step:Int64} AS bucket,
             toInt64(count()) AS heartbeats,
             argMax(status, timestamp) AS last_status,
             argMax(uptime_seconds, timestamp) AS last_uptime,
             avg(memory_mb) AS memory, max(memory_mb) AS memory_max,
             avg(cpu_percent) AS cpu, max(cpu_percent) AS cpu_max,
             toInt64(max(routes_unhealthy)) AS unhealthy,
             avg(slowest_avg_ms) AS slowest, max(slowest_avg_ms) AS slowest_max,
             argMax(total_tokens, timestamp) AS last_tokens,
             argMax(total_cost_nanos, timestamp) AS last_cost_nanos,
             argMax(total_calls, timestamp) AS last_calls
      FROM heartbeats FINAL
      WHERE tenant = {tenant:String} AND instance_id = {id:String}
        AND timestamp >= fromUnixTimestamp64Milli({from:Int64})
        AND timestamp < fromUnixTimestamp64Milli({to:Int64})
      GROUP BY bucket
      ORDER BY bucket
      LIMIT 1500
      """;

  private final Timescale timescale;
  private final ClickHouse clickHouse;

  HeartbeatsDao(Timescale timescale, ClickHouse clickHouse) {
    this.timescale = timescale;
    this.clickHouse = clickHouse;
  }

  /** Every interval of the range, out of TimescaleDB. */
  List<Bucket> recent(String tenant, String id, HeartbeatsQuery query) {
    return filled(
        query,
        timescale.list(
            tenant,
            "the heartbeats of " + id,
            TIMESCALE,
            HeartbeatsDao::bucket,
            query.step().milliseconds() / 1_000.0,
            tenant,
            id,
            query.range().from(),
            query.range().to()));
  }

  /** Every interval of the range, out of ClickHouse. */
  History<Bucket> old(String tenant, String id, HeartbeatsQuery query) {
    var told =
        clickHouse.list(
            tenant,
            "the heartbeats of " + id,
            CLICKHOUSE,
            HeartbeatsDao::bucket,
            Map.<String, Object>of(
                "step", query.step().milliseconds(),
                "tenant", tenant,
                "id", id,
                "from", query.range().from().toEpochMilli(),
                "to", query.range().to().toEpochMilli()));
    return switch (told) {
      case History.Recalled<Bucket>(var buckets) -> new History.Recalled<>(filled(query, buckets));
      case History.Away<Bucket> away -> away;
    };
  }

  /** With the intervals in which nothing was told. */
  static List<Bucket> filled(HeartbeatsQuery query, List<Bucket> told) {
    var known = new HashMap<Instant, Bucket>();
    told.forEach(bucket -> known.put(bucket.from(), bucket));
    var all = new ArrayList<Bucket>();
    TimeRange range = query.range();
    for (var from = range.from();
        from.isBefore(range.to());
        from = from.plusMillis(query.step().milliseconds())) {
      all.add(known.getOrDefault(from, Bucket.empty(from)));
    }
    return all;
  }

  private static Bucket bucket(Row row) throws SQLException {
    return new Bucket(
        row.instant("bucket"),
        row.count("heartbeats"),
        row.text("last_status"),
        row.number("last_uptime"),
        rounded(row.measure("memory")),
        row.measure("memory_max"),
        rounded(row.measure("cpu")),
        row.measure("cpu_max"),
        row.number("unhealthy"),
        rounded(row.measure("slowest")),
        row.measure("slowest_max"),
        row.number("last_tokens"),
        row.decimal("last_cost"),
        row.number("last_calls"));
  }

  private static Bucket bucket(GenericRecord row) {
    return new Bucket(
        Instant.ofEpochMilli(row.getLong("bucket")),
        row.getLong("heartbeats"),
        row.getString("last_status"),
        known(row, "last_uptime", row::getLong),
        rounded(known(row, "memory", row::getDouble)),
        known(row, "memory_max", row::getDouble),
        rounded(known(row, "cpu", row::getDouble)),
        known(row, "cpu_max", row::getDouble),
        known(row, "unhealthy", row::getLong),
        rounded(known(row, "slowest", row::getDouble)),
        known(row, "slowest_max", row::getDouble),
        known(row, "last_tokens", row::getLong),
        Known.money(
            Optional.ofNullable(known(row, "last_cost_nanos", row::getLong)).orElse(Instance.NONE)),
        known(row, "last_calls", row::getLong));
  }

  private static <T> T known(GenericRecord row, String column, Function<String, T> reader) {
    return row.hasValue(column) ? reader.apply(column) : null;
  }

  /** The stores add up in different orders, so the last digits of a mean differ. */
  private static Double rounded(Double mean) {
    return mean == null ? null : Math.round(mean * MEASURE_DIGITS) / MEASURE_DIGITS;
  }
}
