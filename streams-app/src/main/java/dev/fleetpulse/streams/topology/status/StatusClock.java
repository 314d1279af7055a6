package dev.fleetpulse.streams.topology.status;

import java.time.Duration;

/**
 * The clock of one partition. It moves with the append times of heartbeats and ticks and with
 * nothing else, so that a replay decides as the first run did.
 *
 * <p>Ticks come every second for as long as anything can be received at all. A gap between two
 * records is therefore an outage of our own, in which silence says nothing about instances.
 *
 * @param nowMs the highest append time seen, epoch milliseconds
 * @param recoveredAtMs the first append time after the last such gap
 */
record StatusClock(long nowMs, long recoveredAtMs) {
  /** Before the first record of a partition. */
  static final StatusClock NONE = new StatusClock(0, 0);

  /** Ticks come every second; without one for so long, nothing can have come. */
  static final Duration GAP = Duration.ofSeconds(15);

  /** The clock after a record that the log took at the given time. */
  StatusClock after(long appendMs) {
    return appendMs - nowMs > GAP.toMillis()
        ? new StatusClock(appendMs, appendMs)
        : new StatusClock(Math.max(nowMs, appendMs), recoveredAtMs);
  }
}
