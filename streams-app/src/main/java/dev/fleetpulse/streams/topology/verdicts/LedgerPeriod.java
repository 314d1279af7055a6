package dev.fleetpulse.streams.topology.verdicts;

import java.time.Duration;

/**
 * How the ledger divides time. It is an hour; tests take less, so as not to wait for its end.
 *
 * @param length whole seconds
 */
public record LedgerPeriod(Duration length) {
  /** As it is in production. */
  public static final LedgerPeriod HOUR = new LedgerPeriod(Duration.ofHours(1));

  /** Of the length, for what is known in other processes a little later. */
  private static final int GRACE_PARTS = 60;

  /** Refuses what divides no hour. */
  public LedgerPeriod {
    if (length.compareTo(Duration.ofSeconds(1)) < 0
        || length.compareTo(Duration.ofHours(1)) > 0
        || length.toMillis() % 1000 != 0
        || Duration.ofHours(1).toMillis() % length.toMillis() != 0) {
      throw new IllegalArgumentException(
          "The ledger's hour must be whole seconds that divide an hour: " + length);
    }
  }

  /** The start of the hour that a time is in, epoch milliseconds. */
  public long startOf(long timeMs) {
    return timeMs - Math.floorMod(timeMs, lengthMs());
  }

  /** In milliseconds. */
  public long lengthMs() {
    return length.toMillis();
  }

  /** After the end of an hour, until when nothing is said of it; milliseconds. */
  public long graceMs() {
    return lengthMs() / GRACE_PARTS;
  }
}
