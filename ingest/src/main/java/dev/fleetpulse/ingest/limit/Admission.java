package dev.fleetpulse.ingest.limit;

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
}
