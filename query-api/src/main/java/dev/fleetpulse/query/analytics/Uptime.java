package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * How long the fleet was up in a range of whole hours.
 *
 * @param total over all instances
 * @param series one entry per interval, oldest first
 * @param apps those that were down longest first, at most 1,000
 */
record Uptime(
    Instant from,
    Instant to,
    Interval interval,
    Store store,
    Times total,
    List<Point> series,
    List<App> apps) {
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
      BigDecimal uptimePercentWithUnknown) {
    /** Of an interval of which nothing is told. */
    static final Times NONE =
        new Times(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            null,
            null);
  }

  /** One hour or day (UTC). */
  record Point(Instant from, Times times) {}

  /** One app. */
  record App(String app, Times times) {}
}
