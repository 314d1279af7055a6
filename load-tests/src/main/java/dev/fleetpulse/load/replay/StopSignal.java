package dev.fleetpulse.load.replay;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Ends a replay before its time; whoever waits inside it waits here. */
public final class StopSignal {
  private final CountDownLatch given = new CountDownLatch(1);
  private final AtomicReference<String> reason = new AtomicReference<>();

  /** Asks the replay to end; the first reason stays. */
  public void give(String why) {
    reason.compareAndSet(null, why);
    given.countDown();
  }

  /** Why the replay has to end, where it has to. */
  Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }

  boolean isGiven() {
    return given.getCount() == 0;
  }

  /** Waits; returns early, and true, when the signal is given. */
  boolean await(Duration duration) throws InterruptedException {
    return given.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
