package dev.fleetpulse.streams.topology.usage;

import java.time.Duration;

/** When the changed figures of an hour may leave. */
@FunctionalInterface
interface EmitPace {
  /**
   * Whether they may leave now.
   *
   * @param leftMs when they left last, {@link HourBlock#NEVER} if they did not
   */
  boolean isDue(long leftMs, long nowMs);

  /**
   * At once where they have not left yet in the running interval of the log's time, else when it
   * ends. So the figures of who sends once per interval are never late, and nobody's leave more
   * often than that.
   *
   * @param interval one follows the other from the epoch on
   */
  static EmitPace oncePer(Duration interval) {
    var intervalMs = interval.toMillis();
    return (leftMs, nowMs) ->
        leftMs == HourBlock.NEVER
            || Math.floorDiv(nowMs, intervalMs) > Math.floorDiv(leftMs, intervalMs);
  }

  /** For figures that must not be seen yet. */
  static EmitPace never() {
    return (leftMs, nowMs) -> false;
  }
}
