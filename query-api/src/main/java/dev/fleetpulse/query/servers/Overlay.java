package dev.fleetpulse.query.servers;

/**
 * What is shown of an instance instead of its recorded status while we can't tell: its partition's
 * clock stands, or an outage of ours has ended and the instance has not been heard of since.
 */
final class Overlay {
  /** The reason that is shown. */
  static final String REASON = "platform_outage";

  /**
   * The tenant's instances as {@code seen}, out of {@code asked} with a tenant and a moment {@code
   * now}. Columns are those of {@code instances}; status, reason and status_since are what is
   * shown, and recorded_status, recorded_reason and recorded_since what was decided last.
   */
  static final String SEEN =
      """
      judged AS (
        SELECT instances.*, clock, recovered_at, outage_from,
               instances.partition >= 0
                 AND (clock IS NULL OR clock < now - INTERVAL '15 seconds') AS stands,
               status IN ('healthy', 'degraded') AND last_contact < recovered_at AS unheard
        FROM asked
        JOIN instances ON instances.tenant = asked.tenant
        LEFT JOIN partition_clocks ON partition_clocks.partition = instances.partition),
      seen AS (
        SELECT tenant, instance_id, app, server_name, last_contact, first_seen, partition_clock,
               down_after_ms, ingestor, version, uptime_seconds, memory_mb, cpu_percent,
               routes_total, routes_unhealthy, slowest_path, slowest_avg_ms, last_heartbeat,
               partition, skew_ms, clock, recovered_at,
               CASE WHEN stands OR unheard THEN 'unknown' ELSE status END AS status,
               CASE WHEN stands OR unheard THEN 'platform_outage' ELSE reason END AS reason,
               CASE WHEN stands THEN coalesce(clock, status_since)
                    WHEN unheard THEN coalesce(outage_from, recovered_at)
                    ELSE status_since END AS status_since,
               status AS recorded_status, reason AS recorded_reason, status_since AS recorded_since
        FROM judged)
      """;

  private Overlay() {}
}
