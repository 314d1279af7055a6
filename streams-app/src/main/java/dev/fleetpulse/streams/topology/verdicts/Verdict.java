package dev.fleetpulse.streams.topology.verdicts;

/**
 * What became of a record. Each record that can be read and processed gets exactly one; the others
 * are in the dead letters.
 */
public enum Verdict {
  /** Nothing like it had been there. */
  UNIQUE,
  /** The same, and it was counted, but left out of the stores on purpose. */
  SAMPLED,
  /** The same had been there before. */
  DUPLICATE,
  /** It came after its time. */
  TOO_LATE
}
