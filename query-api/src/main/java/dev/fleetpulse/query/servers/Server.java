package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.query.fleet.Sight;
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
 * @param lastRepair by the instance's clock
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
    Instant lastRepair,
    BigDecimal cost) {

  /** The instance's routes, as its last heartbeat had them. */
  record Routes(Long total, Long unhealthy, String slowestPath, Double slowestAvgMs) {}

  /** An instance as it is shown. */
  static Server of(Instance instance, Sight sight) {
    return new Server(
        instance.id(),
        instance.name(),
        instance.app(),
        sight.status(instance).text(),
        sight.reason(instance),
        Instant.ofEpochMilli(sight.sinceMs(instance)),
        Instant.ofEpochMilli(instance.lastContactMs()),
        instance.version(),
        Known.number(instance.uptimeSeconds()),
        Known.measure(instance.memoryMb()),
        Known.measure(instance.cpuPercent()),
        new Routes(
            Known.count(instance.routesTotal()),
            Known.count(instance.routesUnhealthy()),
            instance.slowestPath(),
            Known.measure(instance.slowestAvgMs())),
        Known.moment(instance.lastRepairMs()),
        Known.money(instance.costNanos()));
  }

  Server withCost(BigDecimal known) {
    return new Server(
        id,
        name,
        app,
        status,
        reason,
        statusSince,
        lastHeartbeat,
        version,
        uptimeSeconds,
        memoryMB,
        cpuPercent,
        routes,
        lastRepair,
        known);
  }
}
