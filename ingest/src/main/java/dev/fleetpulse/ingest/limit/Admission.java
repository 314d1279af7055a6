package dev.fleetpulse.ingest.limit;

import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Throttle;
import dev.fleetpulse.ingest.verdict.Verdict;
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
  record Limited(Limit limit, Duration retryAfter) implements Admission {
    private Throttle throttle() {
      return new Throttle(limit.name(), limit.quota(), limit.window().toSeconds(), retryAfter);
    }
  }

  /** The report's verdict: itself where it may go on. */
  default <R> Verdict<R> verdictOn(R report) {
    return switch (this) {
      case Admitted() -> new Verdict.Accepted<>(report);
      case Limited limited -> new Verdict.Refused<>(Refusal.of(limited.throttle()));
    };
  }
}
