package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.InstanceState;
import java.time.Duration;

/**
 * All that is kept of one instance.
 *
 * @param state as readers see it; never changed
 * @param excusedUntilMs until when its silence may be its ingest process's, epoch milliseconds; 0
 *     while nobody has asked
 */
record Tracked(
    InstanceState state, long excusedUntilMs, Uptime uptime, Skew skew, RaisedAlerts alerts) {
  /** Unseen for so long, an instance is forgotten. */
  static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

  Status status() {
    return Status.of(state.getStatus());
  }

  /** When silence counts, unless our own outages put it off; never where it changes nothing. */
  long expiresMs() {
    return status().expires()
        ? Math.max(state.getLastContactMs() + state.getDownAfterMs(), excusedUntilMs)
        : Long.MAX_VALUE;
  }

  /**
   * Until when the instance must be heard of again, on the clock of its partition. After an outage
   * of our own it has its whole threshold again.
   */
  long deadlineMs(StatusClock clock) {
    return status().expires()
        ? Math.max(expiresMs(), clock.recoveredAtMs() + state.getDownAfterMs())
        : Long.MAX_VALUE;
  }

  /** When something else is due, whether it is heard of or not. */
  long otherwiseDueMs(Duration emitInterval) {
    return Math.min(
        Math.min(forgottenMs(), uptime.open().endMs()),
        uptime.hasNews() ? newsDueMs(emitInterval) : Long.MAX_VALUE);
  }

  /** When rows may leave again. */
  long newsDueMs(Duration emitInterval) {
    return uptime.emittedAtMs() + emitInterval.toMillis();
  }

  long forgottenMs() {
    return state.getLastContactMs() + FORGOTTEN_AFTER.toMillis();
  }

  Tracked with(InstanceState after) {
    return new Tracked(after, excusedUntilMs, uptime, skew, alerts);
  }

  Tracked with(Uptime after) {
    return new Tracked(state, excusedUntilMs, after, skew, alerts);
  }

  Tracked with(RaisedAlerts after) {
    return new Tracked(state, excusedUntilMs, uptime, skew, after);
  }

  Tracked excusedUntil(long ms) {
    return new Tracked(state, ms, uptime, skew, alerts);
  }
}
