package dev.fleetpulse.streams.sink;

/** What became of rows that were to be written. */
public sealed interface WriteOutcome {
  /** The store has them. */
  record Written() implements WriteOutcome {}

  /**
   * The store can't take anything now; the same rows may be tried again.
   *
   * @param cause in words
   */
  record Unavailable(String cause) implements WriteOutcome {}

  /**
   * The store won't ever take these rows together.
   *
   * @param cause in words
   */
  record Refused(String cause) implements WriteOutcome {}
}
