package dev.fleetpulse.query.request;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Whole hours (UTC), and the interval in which they are told.
 *
 * @param hours at most 366 days
 * @param interval of which there are at most {@value #POINTS_MAX}
 */
public record SeriesRange(TimeRange hours, Interval interval) {
  /** The longest range that can be asked for. */
  public static final Duration RANGE_MAX = Duration.ofDays(366);

  private static final int POINTS_MAX = 2_000;
  private static final Duration HOURS_MAX = Duration.ofDays(7);
  private static final List<String> SLUGS =
      Arrays.stream(Interval.values()).map(Interval::slug).toList();

  /**
   * Reads a range as {@link TimeRange#read} does (without one, the last 24 hours) and {@code
   * interval}: {@code 1h} or {@code 1d}; without it, {@code 1h} up to seven days and {@code 1d}
   * beyond. What was wrong is remembered by the parameters.
   */
  public static SeriesRange read(Parameters parameters, Instant now) {
    var hours =
        TimeRange.read(parameters, now, RANGE_MAX).orElse(TimeRange.lastDay(now)).widenedToHours();
    var asked = parameters.choice("interval", SLUGS).map(SeriesRange::interval);
    var interval = asked.orElse(chosen(hours));
    if (interval.points(hours) > POINTS_MAX) {
      parameters.wrong(
          "interval",
          "one with at most " + POINTS_MAX + " points in the range",
          interval.slug() + " with " + interval.points(hours));
    }
    return new SeriesRange(hours, interval);
  }

  /** The hours of the same number before. */
  public TimeRange previous() {
    return new TimeRange(hours.from().minus(length()), hours.from());
  }

  private Duration length() {
    return Duration.between(hours.from(), hours.to());
  }

  private static Interval chosen(TimeRange hours) {
    var isLong = Duration.between(hours.from(), hours.to()).compareTo(HOURS_MAX) > 0;
    return isLong ? Interval.DAY : Interval.HOUR;
  }

  private static Interval interval(String slug) {
    return Arrays.stream(Interval.values())
        .filter(interval -> interval.slug().equals(slug))
        .findFirst()
        .orElseThrow();
  }
}
