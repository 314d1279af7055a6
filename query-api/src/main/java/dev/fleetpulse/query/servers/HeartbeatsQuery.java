package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;

/**
 * Which heartbeats are asked for.
 *
 * @param range in whole intervals
 */
record HeartbeatsQuery(TimeRange range, Step step) {
  /** No series is longer. */
  static final long BUCKETS_MAX = 1_500;

  private static final Duration RANGE_MAX = Duration.ofDays(366);

  /** As many as a chart can show; a day in intervals of five minutes has 289. */
  private static final long BUCKETS_WANTED = 300;

  static Parsed<HeartbeatsQuery> read(Parameters parameters, Instant now) {
    var range = TimeRange.read(parameters, now, RANGE_MAX).orElseGet(() -> TimeRange.lastDay(now));
    var asked = parameters.choice("interval", Step.ALL.keySet()).map(Step.ALL::get);
    asked
        .filter(step -> step.parts(range) > BUCKETS_MAX)
        .ifPresent(
            step ->
                parameters.wrong(
                    "interval",
                    "at least %s for this range (%d intervals at most)"
                        .formatted(Step.dividing(range, BUCKETS_MAX).text(), BUCKETS_MAX),
                    step.text()));
    var step = asked.orElseGet(() -> Step.dividing(range, BUCKETS_WANTED));
    return parameters.parsed(() -> new HeartbeatsQuery(step.widen(range), step));
  }
}
