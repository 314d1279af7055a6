package dev.fleetpulse.streams.sink;

import dev.fleetpulse.streams.topology.usage.UsageTopology;

/**
 * Which of several copies of a heartbeat stays in raw history: the first that came in time, or the
 * first at all where none did. So a row keeps its append time for good, and that is the hour in
 * which {@code usage} called the heartbeat unique; the ledger holds them to each other.
 *
 * <p>No generation is in it: rows that are not computed are the same in all of them.
 */
public final class FirstCopy {
  private static final long IN_TIME = 1L << 47;
  private static final long OFFSET_MAX = IN_TIME - 1;

  private FirstCopy() {}

  /**
   * The revision of a copy, as {@link Table#revision}: the greatest stays.
   *
   * @param timestampMs the sender's clock, epoch milliseconds
   * @param appendMs when the log took the copy, epoch milliseconds
   */
  public static long revision(long timestampMs, long appendMs, long offset) {
    var inTime = appendMs - timestampMs <= UsageTopology.LATENESS.toMillis();
    return (inTime ? IN_TIME : 0) | (OFFSET_MAX - offset);
  }

  /** The offset of a stored copy; rows of earlier builds have it after a generation. */
  public static long offset(long revision) {
    return revision > (IN_TIME | OFFSET_MAX)
        ? revision & (IN_TIME | OFFSET_MAX)
        : OFFSET_MAX - (revision & OFFSET_MAX);
  }
}
