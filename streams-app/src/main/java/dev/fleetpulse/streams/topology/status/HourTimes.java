package dev.fleetpulse.streams.topology.status;

import java.time.Duration;

/**
 * How long an instance was in each status in one hour, milliseconds.
 *
 * @param hourMs the hour's start, epoch milliseconds
 * @param untilMs up to when it is accounted for
 * @param lateMs how much of it was another verdict before late heartbeats came
 */
record HourTimes(
    long hourMs,
    long untilMs,
    long healthyMs,
    long degradedMs,
    long downMs,
    long unknownMs,
    long stoppedMs,
    long lateMs) {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  /** An hour of which nothing before the given time is accounted for. */
  static HourTimes from(long ms) {
    return new HourTimes(ms - Math.floorMod(ms, HOUR_MS), ms, 0, 0, 0, 0, 0, 0);
  }

  long endMs() {
    return hourMs + HOUR_MS;
  }

  boolean isAllUnknown() {
    return unknownMs == HOUR_MS;
  }

  boolean hasDoubtful() {
    return downMs + unknownMs > 0;
  }

  HourTimes until(long ms) {
    return new HourTimes(hourMs, ms, healthyMs, degradedMs, downMs, unknownMs, stoppedMs, lateMs);
  }

  /** With so much more, or less, of a status. */
  HourTimes plus(Status status, long ms) {
    return switch (status) {
      case HEALTHY ->
          new HourTimes(
              hourMs, untilMs, healthyMs + ms, degradedMs, downMs, unknownMs, stoppedMs, lateMs);
      case DEGRADED ->
          new HourTimes(
              hourMs, untilMs, healthyMs, degradedMs + ms, downMs, unknownMs, stoppedMs, lateMs);
      case DOWN ->
          new HourTimes(
              hourMs, untilMs, healthyMs, degradedMs, downMs + ms, unknownMs, stoppedMs, lateMs);
      case UNKNOWN ->
          new HourTimes(
              hourMs, untilMs, healthyMs, degradedMs, downMs, unknownMs + ms, stoppedMs, lateMs);
      case STOPPED ->
          new HourTimes(
              hourMs, untilMs, healthyMs, degradedMs, downMs, unknownMs, stoppedMs + ms, lateMs);
    };
  }

  /** With some of it judged anew. */
  HourTimes corrected(Status before, Status after, long ms) {
    var moved = plus(before, -ms).plus(after, ms);
    return new HourTimes(
        moved.hourMs,
        moved.untilMs,
        moved.healthyMs,
        moved.degradedMs,
        moved.downMs,
        moved.unknownMs,
        moved.stoppedMs,
        lateMs + ms);
  }
}
