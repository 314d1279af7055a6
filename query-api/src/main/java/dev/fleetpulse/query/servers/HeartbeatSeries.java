package dev.fleetpulse.query.servers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What a server told, interval by interval.
 *
 * @param interval as it can be asked for
 * @param store who has answered: timescale or clickhouse
 */
record HeartbeatSeries(
    String id, Instant from, Instant to, String interval, String store, List<Bucket> series) {

  /**
   * One interval; everything but its count is null where nothing was told.
   *
   * @param from its first moment
   * @param heartbeats how many there were
   * @param status the server's own word, as uptime and totals the last of the interval
   * @param memoryMB mean of the interval, as cpuPercent and slowestAvgMs
   * @param unhealthyRoutes the most at once
   * @param totalCost dollars so far
   */
  record Bucket(
      Instant from,
      long heartbeats,
      String status,
      Long uptimeSeconds,
      Double memoryMB,
      Double memoryMBMax,
      Double cpuPercent,
      Double cpuPercentMax,
      Long unhealthyRoutes,
      Double slowestAvgMs,
      Double slowestAvgMsMax,
      Long totalTokens,
      BigDecimal totalCost,
      Long totalCalls) {
    static Bucket empty(Instant from) {
      return new Bucket(
          from, 0, null, null, null, null, null, null, null, null, null, null, null, null);
    }
  }
}
