package dev.fleetpulse.query.limit;

import dev.fleetpulse.service.limit.Throttle;

/** Whether a request is let in. */
public sealed interface Passage {
  /** It is. */
  record Open(Runnable leave) implements Passage, AutoCloseable {
    /** The request has been answered. */
    @Override
    public void close() {
      leave.run();
    }
  }

  /** The key has asked too often. */
  record Spent(Throttle throttle) implements Passage {}

  /**
   * The key has too many requests under way.
   *
   * @param atOnceMax so many it may have
   */
  record Busy(int atOnceMax) implements Passage {}
}
