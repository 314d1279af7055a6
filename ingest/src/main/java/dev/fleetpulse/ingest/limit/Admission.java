package dev.fleetpulse.ingest.limit;

import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.service.limit.Buckets;
import dev.fleetpulse.service.limit.Limit;
import dev.fleetpulse.service.limit.Throttle;
import java.time.Duration;

/** What the limits say to a report. */
public sealed interface Admission {
  /** It may go on. */
  record Admitted() implements Admission {}

  /**
   * It came too early.
   *
   * @param limit the one that was reached
   * @param retryAfter when the same report will be let in; positive
   */
  record Limited(Limit limit, Duration retryAfter) implements Admission {}

  /** What a limit says to one more with this key. */
  static Admission to(String key, Buckets buckets) {
    return buckets
        .take(key)
        .<Admission>map(retryAfter -> new Limited(buckets.limit(), retryAfter))
        .orElseGet(Admitted::new);
  }

  /** The report's verdict: itself where it may go on. */
  default <R> Verdict<R> verdictOn(R report) {
    return switch (this) {
      case Admitted() -> new Verdict.Accepted<>(report);
      case Limited(var limit, var retryAfter) ->
          new Verdict.Refused<>(Refusal.of(Throttle.of(limit, retryAfter)));
    };
  }
}
