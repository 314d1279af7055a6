package dev.fleetpulse.streams.topology.errors;

import java.time.Duration;

/** Whole hours of epoch milliseconds. */
final class Hours {
  static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private Hours() {}

  /** The start of the hour. */
  static long of(long timestampMs) {
    return timestampMs - Math.floorMod(timestampMs, HOUR_MS);
  }
}
