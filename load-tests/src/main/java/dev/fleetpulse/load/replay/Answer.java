package dev.fleetpulse.load.replay;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt to send a request. */
public sealed interface Answer {
  record Accepted() implements Answer {}

  /**
   * The request is wrong, whenever it comes.
   *
   * @param reason status and title
   */
  record Refused(String reason) implements Answer {}

  /**
   * Not now.
   *
   * @param status 429 or 503
   * @param retryAfter what the server asks to wait
   */
  record Busy(int status, Optional<Duration> retryAfter) implements Answer {}

  /** No answer at all. */
  record Unreachable(String cause) implements Answer {}
}
