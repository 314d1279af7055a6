package dev.fleetpulse.query.analytics;

import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.query.maintenance.Maintenance;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads how long instances were in each status: the rows, and what has passed since the latest row
 * of each instance, in the status that it has now; less the time in which somebody worked on them.
 */
final class UptimeDao {
  /**
   * Stretches of time as {@code times}: when, whose, and how long in each status. What no row tells
   * yet goes to the partition's clock; where that stands, and since an outage after which the
   * instance was not heard again, nobody can tell. Of an hour that lies in a window as a whole the
   * row is left out; of other time in windows that is taken off which the changes of status tell.
   * Instances that are forgotten are known by their rows, but without their tags.
   */
  private static final String TIMES =
      """
      WITH asked AS NOT MATERIALIZED (
        SELECT ?::text AS tenant, ?::timestamptz AS starts, ?::timestamptz AS ends, ?::timestamptz AS now,
               ?::text AS wanted_app, ?::text AS wanted_server, ?::text AS bucket),
      windows AS (
        SELECT *
        FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
          AS listed (kind, value, tag, from_time, to_time)),
      known AS (
        SELECT instance_id, app, first_seen, last_heartbeat
        FROM asked
        JOIN instances ON instances.tenant = asked.tenant
        UNION ALL
        SELECT instance_id, max(app), min(hour), NULL
        FROM asked
        JOIN uptime_hourly ON uptime_hourly.tenant = asked.tenant AND hour >= starts AND hour < ends
        WHERE EXISTS (SELECT 1 FROM windows)
          AND NOT EXISTS (
            SELECT 1
            FROM instances
            WHERE instances.tenant = uptime_hourly.tenant AND instances.instance_id = uptime_hourly.instance_id)
        GROUP BY instance_id),
      worked_on AS (
        SELECT instance_id, app,
               unnest(range_agg(tstzrange(greatest(from_time, starts), least(to_time, ends, now)))) AS range
        FROM asked
        JOIN known ON wanted_server IS NULL OR known.instance_id = wanted_server
        JOIN windows ON CASE kind
            WHEN 'instance' THEN instance_id = value
            WHEN 'app' THEN app = value
            ELSE last_heartbeat #>> ARRAY['metadata', 'tags', tag] = value END
          AND greatest(from_time, starts, first_seen) < least(to_time, ends, now)
        GROUP BY instance_id, app),
      whole AS (
        SELECT worked_on.instance_id, hour, until
        FROM asked, worked_on
        JOIN uptime_hourly ON uptime_hourly.instance_id = worked_on.instance_id
          AND hour >= lower(range) AND hour + INTERVAL '1 hour' <= upper(range)
        WHERE uptime_hourly.tenant = asked.tenant),
      left_out AS (
        SELECT instance_id, range_agg(tstzrange(hour, until)) AS ranges
        FROM whole
        GROUP BY instance_id),
      parts AS (
        SELECT worked_on.instance_id, app, unnest(tstzmultirange(range) - coalesce(ranges, '{}')) AS range
        FROM worked_on
        LEFT JOIN left_out ON left_out.instance_id = worked_on.instance_id),
      told AS (
        SELECT hour AS at, app, healthy_seconds AS healthy, degraded_seconds AS degraded, down_seconds AS down,
               unknown_seconds AS unknown, stopped_seconds AS stopped
        FROM asked
        JOIN uptime_hourly ON uptime_hourly.tenant = asked.tenant AND hour >= starts AND hour < ends
          AND (wanted_server IS NULL OR uptime_hourly.instance_id = wanted_server)
        WHERE NOT EXISTS (
          SELECT 1
          FROM whole
          WHERE whole.instance_id = uptime_hourly.instance_id AND whole.hour = uptime_hourly.hour)),
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
        WHERE ends > now - INTERVAL '2 hours'
          AND (wanted_server IS NULL OR instances.instance_id = wanted_server)),
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
      changes AS (
        SELECT parts.instance_id, parts.app, range, lower(range) AS at, 0 AS revision, to_status
        FROM asked, parts
        CROSS JOIN LATERAL (
          SELECT to_status
          FROM status_changes
          WHERE status_changes.tenant = asked.tenant AND status_changes.instance_id = parts.instance_id
            AND changed_at <= lower(range)
          ORDER BY changed_at DESC, revision DESC
          LIMIT 1) before
        UNION ALL
        SELECT parts.instance_id, parts.app, range, changed_at, revision, to_status
        FROM asked, parts
        JOIN status_changes ON status_changes.instance_id = parts.instance_id
          AND changed_at > lower(range) AND changed_at < upper(range)
        WHERE status_changes.tenant = asked.tenant),
      planned AS (
        SELECT app, at, to_status AS status,
               -extract(epoch FROM
                 lead(at, 1, upper(range)) OVER (PARTITION BY instance_id, range ORDER BY at, revision) - at) AS seconds
        FROM changes),
      times AS (
        SELECT at, app, healthy, degraded, down, unknown, stopped FROM told
        UNION ALL
        SELECT at, app, CASE status WHEN 'healthy' THEN seconds ELSE 0 END,
               CASE status WHEN 'degraded' THEN seconds ELSE 0 END,
               CASE status WHEN 'down' THEN seconds ELSE 0 END,
               CASE status WHEN 'unknown' THEN seconds ELSE 0 END,
               CASE status WHEN 'stopped' THEN seconds ELSE 0 END
        FROM (SELECT at, app, status, seconds FROM clipped
              UNION ALL SELECT at, app, status, seconds FROM planned) AS stretches_and_windows),
      wanted AS (
        SELECT date_trunc(bucket, at, 'UTC') AS interval_start, app, healthy, degraded, down, unknown, stopped
        FROM asked, times
        WHERE wanted_app IS NULL OR app = wanted_app)
      """;

  private static final String SUMS =
      """
      greatest(coalesce(sum(healthy), 0), 0) AS healthy, greatest(coalesce(sum(degraded), 0), 0) AS degraded,
      greatest(coalesce(sum(down), 0), 0) AS down, greatest(coalesce(sum(unknown), 0), 0) AS unknown,
      greatest(coalesce(sum(stopped), 0), 0) AS stopped,
      round(100 * greatest(sum(healthy + degraded), 0)
        / nullif(greatest(sum(healthy + degraded), 0) + greatest(sum(down), 0), 0), 4) AS percent,
      round(100 * greatest(sum(healthy + degraded), 0)
        / nullif(greatest(sum(healthy + degraded), 0) + greatest(sum(down), 0) + greatest(sum(unknown), 0), 0), 4)
        AS percent_with_unknown
      """;

  private static final String TOTAL =
      TIMES
          + """
      SELECT :sums
      FROM wanted
      """
              .replace(":sums", SUMS);

  /** The total, the series and the apps of the same moment. */
  private static final String ALL =
      TIMES
          + """
      SELECT grouping(interval_start) = 0 AS is_interval, grouping(app) = 0 AS is_app, interval_start, app, :sums
      FROM wanted
      GROUP BY GROUPING SETS ((), (interval_start), (app))
      """
              .replace(":sums", SUMS);

  private final Timescale timescale;
  private final Optional<Maintenance> maintenance;

  UptimeDao(Timescale timescale, Optional<Maintenance> maintenance) {
    this.timescale = timescale;
    this.maintenance = maintenance;
  }

  /**
   * How long servers were in each status.
   *
   * @param series intervals in which there is something to tell
   * @param apps those that were down longest first
   */
  record Times(Uptime.Times total, Map<Instant, Uptime.Times> series, List<Uptime.App> apps) {}

  Times all(String tenant, UptimeQuery query, Instant now) {
    var totals = new ArrayList<Uptime.Times>();
    var series = new HashMap<Instant, Uptime.Times>();
    var apps = new ArrayList<Uptime.App>();
    var _ =
        timescale.list(
            tenant,
            "the uptime of " + tenant,
            ALL,
            row -> {
              var times = times(row);
              if (row.flag("is_interval")) {
                series.put(row.instant("interval_start"), times);
              } else if (row.flag("is_app")) {
                apps.add(new Uptime.App(row.text("app"), times));
              } else {
                totals.add(times);
              }
              return times;
            },
            values(tenant, query, now));
    apps.sort(
        Comparator.comparing((Uptime.App app) -> app.times().downSeconds())
            .reversed()
            .thenComparing(Uptime.App::app));
    return new Times(totals.getFirst(), series, apps);
  }

  /** Percent of what is known, or nothing where nothing is. */
  Optional<BigDecimal> percent(String tenant, UptimeQuery query, Instant now) {
    var total =
        timescale.only(
            tenant, "the uptime of " + tenant, TOTAL, UptimeDao::times, values(tenant, query, now));
    return Optional.ofNullable(total.uptimePercent());
  }

  private Object[] values(String tenant, UptimeQuery query, Instant now) {
    var windows =
        maintenance.map(all -> all.of(tenant)).orElse(List.of()).stream()
            .filter(window -> window.from().isBefore(query.range().hours().to()))
            .filter(window -> window.to().isAfter(query.range().hours().from()))
            .toList();
    return new Object[] {
      tenant,
      query.range().hours().from(),
      query.range().hours().to(),
      now,
      query.filter().app().orElse(null),
      query.filter().server().orElse(null),
      query.range().interval().field(),
      texts(windows, window -> kind(window.target())),
      texts(windows, window -> value(window.target())),
      texts(windows, window -> window.target() instanceof Target.Tag tag ? tag.name() : ""),
      texts(windows, window -> window.from().toString()),
      texts(windows, window -> window.to().toString())
    };
  }

  private static String[] texts(List<Window> windows, Function<Window, String> text) {
    return windows.stream().map(text).toArray(String[]::new);
  }

  private static String kind(Target target) {
    return switch (target) {
      case Target.Instance _ -> "instance";
      case Target.App _ -> "app";
      case Target.Tag _ -> "tag";
    };
  }

  private static String value(Target target) {
    return switch (target) {
      case Target.Instance(var instanceId) -> instanceId;
      case Target.App(var app) -> app;
      case Target.Tag(_, var value) -> value;
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
