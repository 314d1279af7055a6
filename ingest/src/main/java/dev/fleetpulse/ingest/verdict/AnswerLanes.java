package dev.fleetpulse.ingest.verdict;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs short tasks in few threads, many in a row. The broker acknowledges records by the hundred,
 * and to wake a thread for each costs more than to answer it.
 *
 * <p>Only for tasks that wait for nobody: a lane that waits holds up all behind it. There are never
 * more tasks than connections.
 */
final class AnswerLanes implements Executor {
  private static final int LANES_MAX = 4;

  /** So many wait in each lane before another one is opened. */
  private static final int WAITING_PER_LANE = 16;

  private final Executor threads;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger lanes = new AtomicInteger();

  /**
   * No lane is open yet.
   *
   * @param threads each lane takes one while it has anything to do
   */
  AnswerLanes(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    waiting.add(task);
    waitingCount.incrementAndGet();
    openIfNeeded();
  }

  private void openIfNeeded() {
    var open = lanes.get();
    if (open < LANES_MAX
        && waitingCount.get() > open * WAITING_PER_LANE
        && lanes.compareAndSet(open, open + 1)) {
      try {
        threads.execute(this::drain);
      } catch (RuntimeException e) {
        lanes.decrementAndGet();
        throw e;
      }
    }
  }

  private void drain() {
    try {
      for (var task = waiting.poll(); task != null; task = waiting.poll()) {
        waitingCount.decrementAndGet();
        task.run();
      }
    } finally {
      lanes.decrementAndGet();
      // What came between the last look and the closing of the lane found it still open.
      openIfNeeded();
    }
  }
}
