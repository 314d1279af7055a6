package dev.fleetpulse.query.servers;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One instance in a list.
 *
 * @param id the instance's own
 * @param name the server's, or the id where it has told none
 * @param status healthy, degraded, down, unknown or stopped
 * @param reason why, in words
 * @param statusSince when it became so
 * @param lastHeartbeat when the broker had its last heartbeat
 * @param cost of the last 24 hours, dollars
 */
record Server(
    String id,
    String name,
    String app,
    String status,
    String reason,
    Instant statusSince,
    Instant lastHeartbeat,
    String version,
    Long uptimeSeconds,
    Double memoryMB,
    Double cpuPercent,
    Routes routes,
    BigDecimal cost) {

  /** The instance's routes, as its last heartbeat had them. */
  record Routes(Long total, Long unhealthy, String slowestPath, Double slowestAvgMs) {}
}
