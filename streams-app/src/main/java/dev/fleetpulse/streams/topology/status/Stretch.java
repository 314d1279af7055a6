package dev.fleetpulse.streams.topology.status;

/**
 * A time in which an instance was in one status.
 *
 * @param fromMs its start, epoch milliseconds
 * @param toMs its end
 */
record Stretch(long fromMs, long toMs, Status status) {
  long ms() {
    return toMs - fromMs;
  }

  /** The part of it within the given times; empty where it ends before it starts. */
  Stretch within(long afterMs, long beforeMs) {
    return new Stretch(Math.max(fromMs, afterMs), Math.min(toMs, beforeMs), status);
  }

  boolean isEmpty() {
    return fromMs >= toMs;
  }
}
