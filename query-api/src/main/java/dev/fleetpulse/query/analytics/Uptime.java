package dev.fleetpulse.query.analytics;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * How long the fleet was up in a range of whole hours.
 *
 * @param total over all instances
 * @param series one entry per interval in which there is anything to tell, oldest first
 * @param apps those that were down longest first
 */
record Uptime(Instant from, Instant to, Times total, List<Interval> series, List<App> apps) {
  /**
   * Instance-seconds in each status.
   *
   * @param unknownSeconds in which we could not tell
   * @param stoppedSeconds planned, and in no percentage
   * @param uptimePercent healthy and degraded of what is known; null where nothing is
   * @param uptimePercentWithUnknown the same with the unknown as if it were down
   */
  record Times(
      BigDecimal healthySeconds,
      BigDecimal degradedSeconds,
      BigDecimal downSeconds,
      BigDecimal unknownSeconds,
      BigDecimal stoppedSeconds,
      BigDecimal uptimePercent,
      BigDecimal uptimePercentWithUnknown) {}

  /** One hour or day (UTC). */
  record Interval(Instant from, Times times) {}

  /** One app. */
  record App(String app, Times times) {}
}
