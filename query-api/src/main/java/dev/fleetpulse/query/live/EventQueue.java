package dev.fleetpulse.query.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one client has yet to be told. Of two events about the same thing only the later is kept, at
 * its own place; of more than fit, the oldest are dropped and counted. Whoever puts in never waits.
 */
final class EventQueue {
  private static final int REPLIES_MAX = 16;

  private final int eventsMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SequencedMap<String, PlacedEvent> waiting = new LinkedHashMap<>();
  private final Deque<String> replies = new ArrayDeque<>();
  private long dropped;
  private boolean open = true;

  /** What a client is to be told next. */
  sealed interface Next {
    /**
     * An answer to what it said itself; those come first.
     *
     * @param json as it is sent
     */
    record Reply(String json) implements Next {}

    /** An event. */
    record Event(PlacedEvent event) implements Next {}

    /**
     * Events were left out before the next one.
     *
     * @param count since this was told last
     */
    record Dropped(long count) implements Next {}
  }

  /**
   * Empty.
   *
   * @param eventsMax how many may wait
   */
  EventQueue(int eventsMax) {
    this.eventsMax = eventsMax;
  }

  /**
   * Adds an event.
   *
   * @return how many were dropped for it, 0 or 1
   */
  int add(PlacedEvent event) {
    lock.lock();
    try {
      // Taken out first, so that cursors rise along the queue.
      waiting.remove(event.event().about());
      waiting.putLast(event.event().about(), event);
      var isTooFull = waiting.size() > eventsMax;
      if (isTooFull) {
        waiting.pollFirstEntry();
        dropped++;
      }
      changed.signal();
      return isTooFull ? 1 : 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds an answer.
   *
   * @return false where there are too many: the client asks and does not read
   */
  boolean reply(String json) {
    lock.lock();
    try {
      if (replies.size() >= REPLIES_MAX) {
        return false;
      }
      replies.addLast(json);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the events that wait: they were for another subscription. */
  void clear() {
    lock.lock();
    try {
      waiting.clear();
      dropped = 0;
    } finally {
      lock.unlock();
    }
  }

  /** What is to be told now; nothing where nothing is. */
  Optional<Next> poll() {
    lock.lock();
    try {
      if (!replies.isEmpty()) {
        return Optional.of(new Next.Reply(replies.removeFirst()));
      }
      if (dropped > 0) {
        var count = dropped;
        dropped = 0;
        return Optional.of(new Next.Dropped(count));
      }
      return Optional.ofNullable(waiting.pollFirstEntry())
          .map(first -> new Next.Event(first.getValue()));
    } finally {
      lock.unlock();
    }
  }

  /** Returns when there may be something, when it is closed, or when the time is over. */
  void await(Duration most) throws InterruptedException {
    lock.lock();
    try {
      var left = most.toNanos();
      while (open && waiting.isEmpty() && replies.isEmpty() && dropped == 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waiting, now and from now on. */
  void close() {
    lock.lock();
    try {
      open = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
