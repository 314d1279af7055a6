package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads how long instances were in each status: the rows, and what has passed since the latest row
 * of each instance, in the status that it has now.
 */
final class UptimeDao {
  /**
   * Stretches of time as {@code times}: when, whose, and how long in each status. What no row tells
   * yet goes to the partition's clock; where that stands, and since an outage after which the
   * instance was not heard again, nobody can tell.
   */
  private static final String TIMES =
      """
      WITH asked AS (
        SELECT ?::text AS tenant, ?::timestamptz AS starts, ?::timestamptz AS ends, ?::timestamptz AS now,
               ?::text AS wanted_app, ?::text AS bucket),
      told AS (
        SELECT hour AS at, app, healthy_seconds AS healthy, degraded_seconds AS degraded, down_seconds AS down,
               unknown_seconds AS unknown, stopped_seconds AS stopped
        FROM asked
        JOIN uptime_hourly ON uptime_hourly.tenant = asked.tenant AND hour >= starts AND hour < ends),
      latest AS (
        SELECT instance_id, max(until) AS until
        FROM asked
        JOIN uptime_hourly ON uptime_hourly.tenant = asked.tenant AND hour >= now - INTERVAL '3 hours'
        GROUP BY instance_id),
      open AS (
        SELECT app, status, clock,
               coalesce(until, greatest(first_seen, date_trunc('hour', clock))) AS since,
               CASE WHEN status IN ('healthy', 'degraded') AND last_contact < recovered_at
                 THEN least(coalesce(outage_from, recovered_at), clock) ELSE clock END AS known_until
        FROM asked
        JOIN instances ON instances.tenant = asked.tenant
        JOIN partition_clocks ON partition_clocks.partition = instances.partition
        LEFT JOIN latest ON latest.instance_id = instances.instance_id
        WHERE ends > now - INTERVAL '2 hours'),
      stretches AS (
        SELECT app, status, since AS from_time, known_until AS to_time FROM open
        UNION ALL
        SELECT app, 'unknown', greatest(since, known_until), clock FROM open
        UNION ALL
        SELECT app, 'unknown', greatest(since, clock), now FROM asked, open
        WHERE clock < now - INTERVAL '15 seconds'),
      clipped AS (
        SELECT app, status, greatest(from_time, starts) AS at,
               extract(epoch FROM least(to_time, ends) - greatest(from_time, starts)) AS seconds
        FROM asked, stretches
        WHERE least(to_time, ends) > greatest(from_time, starts)),
      times AS (
        SELECT at, app, healthy, degraded, down, unknown, stopped FROM told
        UNION ALL
        SELECT at, app, CASE status WHEN 'healthy' THEN seconds ELSE 0 END,
               CASE status WHEN 'degraded' THEN seconds ELSE 0 END,
               CASE status WHEN 'down' THEN seconds ELSE 0 END,
               CASE status WHEN 'unknown' THEN seconds ELSE 0 END,
               CASE status WHEN 'stopped' THEN seconds ELSE 0 END
        FROM clipped),
      wanted AS (
        SELECT date_trunc(bucket, at, 'UTC') AS interval_start, app, healthy, degraded, down, unknown, stopped
        FROM asked, times
        WHERE wanted_app IS NULL OR app = wanted_app)
      """;

  private static final String SUMS =
      """
      coalesce(sum(healthy), 0) AS healthy, coalesce(sum(degraded), 0) AS degraded,
      coalesce(sum(down), 0) AS down, coalesce(sum(unknown), 0) AS unknown,
      coalesce(sum(stopped), 0) AS stopped,
      round(100 * sum(healthy + degraded) / nullif(sum(healthy + degraded + down), 0), 4) AS percent,
      round(100 * sum(healthy + degraded) / nullif(sum(healthy + degraded + down + unknown), 0), 4)
        AS percent_with_unknown
      """;

  private static final String TOTAL =
      TIMES
          + """
      SELECT :sums
      FROM wanted
      """
              .replace(":sums", SUMS);

  private static final String SERIES =
      TIMES
          + """
      SELECT interval_start, :sums
      FROM wanted
      GROUP BY interval_start
      ORDER BY interval_start
      LIMIT 1000
      """
              .replace(":sums", SUMS);

  private static final String APPS =
      TIMES
          + """
      SELECT app, :sums
      FROM wanted
      GROUP BY app
      ORDER BY down DESC, app
      LIMIT 1000
      """
              .replace(":sums", SUMS);

  private final Timescale timescale;

  UptimeDao(Timescale timescale) {
    this.timescale = timescale;
  }

  Uptime.Times total(String tenant, UptimeQuery query, Instant now) {
    return timescale.only(
        "the uptime of " + tenant, TOTAL, UptimeDao::times, values(tenant, query, now));
  }

  List<Uptime.Interval> series(String tenant, UptimeQuery query, Instant now) {
    return timescale.list(
        "the uptime of " + tenant + " by time",
        SERIES,
        row -> new Uptime.Interval(row.instant("interval_start"), times(row)),
        values(tenant, query, now));
  }

  List<Uptime.App> apps(String tenant, UptimeQuery query, Instant now) {
    return timescale.list(
        "the uptime of " + tenant + " by app",
        APPS,
        row -> new Uptime.App(row.text("app"), times(row)),
        values(tenant, query, now));
  }

  /** Percent of what is known, or nothing where nothing is. */
  Optional<BigDecimal> percent(String tenant, UptimeQuery query, Instant now) {
    return Optional.ofNullable(total(tenant, query, now).uptimePercent());
  }

  private static Object[] values(String tenant, UptimeQuery query, Instant now) {
    return new Object[] {
      tenant,
      query.hours().from(),
      query.hours().to(),
      now,
      query.app().orElse(null),
      query.bucket()
    };
  }

  private static Uptime.Times times(Row row) throws SQLException {
    return new Uptime.Times(
        row.decimal("healthy"),
        row.decimal("degraded"),
        row.decimal("down"),
        row.decimal("unknown"),
        row.decimal("stopped"),
        row.decimal("percent"),
        row.decimal("percent_with_unknown"));
  }
}
