package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.query.analytics.HeartbeatStore.Measured;
import dev.fleetpulse.query.analytics.HeartbeatStore.Percentiles;
import dev.fleetpulse.query.analytics.HeartbeatStore.PerformanceGroup;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.store.Store;
import java.time.Instant;
import java.util.List;

/**
 * How fast and how large instances were, by what their heartbeats told.
 *
 * @param store who answered, and {@code storeReason} why it was asked
 * @param exact whether percentiles are those of all values, or estimated (within about a percent)
 * @param series one point per interval; null measures where none was told
 * @param groups those with the slowest routes (95th percentile) first
 */
record Performance(
    Instant from,
    Instant to,
    Interval interval,
    Store store,
    String storeReason,
    boolean exact,
    PerformanceGroup groupBy,
    Measures total,
    List<Measures> series,
    List<Measures> groups) {
  /**
   * Of some heartbeats.
   *
   * @param from only of a point
   * @param name only of a group
   * @param slowestRouteMs the average of the slowest route of each heartbeat, milliseconds
   */
  record Measures(
      @JsonInclude(Include.NON_NULL) Instant from,
      @JsonInclude(Include.NON_NULL) String name,
      long heartbeats,
      Percentiles slowestRouteMs,
      Percentiles memoryMB,
      Percentiles cpuPercent) {
    static Measures of(Measured told) {
      return new Measures(
          told.at(), told.name(), told.heartbeats(), told.response(), told.memory(), told.cpu());
    }

    static Measures none(Instant from) {
      return new Measures(from, null, 0, Percentiles.NONE, Percentiles.NONE, Percentiles.NONE);
    }
  }
}
