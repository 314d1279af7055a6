package dev.fleetpulse.query.patterns;

import dev.fleetpulse.query.request.Page;
import java.time.Instant;
import java.util.List;

/**
 * Patterns, the latest to open first.
 *
 * @param total on all pages
 */
record PatternList(List<Entry> patterns, long total, Page page) {

  /**
   * One pattern.
   *
   * @param kind category or root-cause
   * @param name the category, or the signature of the root cause
   * @param status open, growing, fading or closed
   * @param closedAt null while it is not closed
   * @param firstApp the first to fail, by the hour
   * @param count occurrences within its last day
   * @param instances at least so many
   * @param apps the first to fail first
   */
  record Entry(
      String id,
      String kind,
      String name,
      String status,
      Instant openedAt,
      Instant closedAt,
      String firstApp,
      long count,
      long instances,
      Instant firstHour,
      Instant lastHour,
      List<App> apps) {}

  /** An app's part in it; the hours are starts of hours of the senders' clocks. */
  record App(String app, long count, long instances, Instant firstHour, Instant lastHour) {}
}
