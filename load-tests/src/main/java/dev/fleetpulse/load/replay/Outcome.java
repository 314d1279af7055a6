package dev.fleetpulse.load.replay;

/** What became of a request in the end. */
sealed interface Outcome {
  /** Stored for good. */
  record Acknowledged() implements Outcome {}

  /**
   * The server said no and would say so again.
   *
   * @param reason status and title, for example {@code 422 timestamp out of range}
   */
  record Refused(String reason) implements Outcome {}

  /** No verdict was to be had within all attempts; it may or may not have been stored. */
  record Failed(String cause) implements Outcome {}
}
