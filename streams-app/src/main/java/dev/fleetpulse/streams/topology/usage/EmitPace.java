package dev.fleetpulse.streams.topology.usage;

import java.time.Duration;

/**
 * When the changed figures of an hour may leave: at once where they have not left yet in the
 * running interval of the log's time, else when it ends. So the figures of who sends once per
 * interval are never late, and nobody's leave more often than that.
 */
final class EmitPace {
  private final long intervalMs;

  /** For figures that must not be seen yet. */
  static EmitPace never() {
    return new EmitPace(Duration.ZERO);
  }

  /** Intervals of the given length, one after the other from the epoch on. */
  EmitPace(Duration interval) {
    this.intervalMs = interval.toMillis();
  }

  /**
   * Whether they may leave now.
   *
   * @param leftMs when they left last, {@link HourBlock#NEVER} if they did not
   */
  boolean isDue(long leftMs, long nowMs) {
    if (intervalMs == 0) {
      return false;
    }
    return leftMs == HourBlock.NEVER
        || Math.floorDiv(nowMs, intervalMs) > Math.floorDiv(leftMs, intervalMs);
  }
}
