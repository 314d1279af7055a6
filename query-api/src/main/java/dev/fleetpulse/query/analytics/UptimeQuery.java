package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whose uptime is asked for, and when.
 *
 * @param app only this one's
 * @param bucket the length of an interval as SQL's {@code date_trunc} names it
 */
record UptimeQuery(TimeRange hours, Optional<String> app, String bucket) {
  private static final Duration HOURS_MAX = Duration.ofDays(7);

  /** Reads the range, {@code app} and {@code interval} (1h or 1d; otherwise by the length). */
  static Parsed<UptimeQuery> read(Parameters parameters, Instant now, Duration max) {
    var range = TimeRange.read(parameters, now, max);
    var app = parameters.text("app");
    var interval = parameters.choice("interval", List.of("1h", "1d"));
    return parameters.parsed(
        () -> {
          var hours = range.orElse(TimeRange.lastDay(now)).widenedToHours();
          var isLong = Duration.between(hours.from(), hours.to()).compareTo(HOURS_MAX) > 0;
          var chosen = interval.orElse(isLong ? "1d" : "1h");
          return new UptimeQuery(hours, app, chosen.equals("1d") ? "day" : "hour");
        });
  }
}
