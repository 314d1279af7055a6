package dev.fleetpulse.ingest.batch;

import dev.fleetpulse.ingest.publish.PublishOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Publishes the records of one batch without waiting for each, bounded in how many are under way
 * and in how long the batch waits for the broker. Once a record could not be stored, those behind
 * it are not tried: the broker is away, and they would wait in vain.
 */
final class Pipeline {
  private static final CompletableFuture<PublishOutcome> NOT_TRIED =
      CompletableFuture.completedFuture(
          new PublishOutcome.Unavailable(
              "The broker does not acknowledge records fast enough now: send it again later"));

  private final Semaphore free;
  private long waitNanosLeft;
  private volatile boolean givenUp;

  /**
   * Has nothing under way.
   *
   * @param waitMax for all records together
   */
  Pipeline(int underWayMax, Duration waitMax) {
    free = new Semaphore(underWayMax);
    waitNanosLeft = waitMax.toNanos();
  }

  /** Publishes now or as soon as there is room, or says that it won't. */
  CompletableFuture<PublishOutcome> publish(Supplier<CompletableFuture<PublishOutcome>> record) {
    if (givenUp || !hasRoom()) {
      givenUp = true;
      return NOT_TRIED;
    }
    return record.get().whenComplete((outcome, failure) -> done(outcome));
  }

  private void done(PublishOutcome outcome) {
    if (!(outcome instanceof PublishOutcome.Stored)) {
      givenUp = true;
    }
    free.release();
  }

  private boolean hasRoom() {
    if (free.tryAcquire()) {
      return true;
    }
    var started = System.nanoTime();
    try {
      return free.tryAcquire(waitNanosLeft, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waitNanosLeft -= System.nanoTime() - started;
    }
  }
}
