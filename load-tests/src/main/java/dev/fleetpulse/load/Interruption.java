package dev.fleetpulse.load;

import dev.fleetpulse.load.replay.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a replay end in order on Ctrl-C or SIGTERM: the JVM goes only after the replay has told what
 * was done, or after a bound.
 */
final class Interruption implements AutoCloseable {
  // Longer than ingest may take to answer the requests in flight.
  private static final Duration BOUND = Duration.ofSeconds(15);

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(StopSignal stop) {
    hook =
        new Thread(
            () -> {
              stop.give("interrupted");
              awaitTold();
            },
            "interruption");
  }

  static Interruption gives(StopSignal stop) {
    var interruption = new Interruption(stop);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** The replay has told what was done. */
  @Override
  public void close() {
    told.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException goingDown) {
      // Then the hook is running, and was waiting for just this.
    }
  }

  private void awaitTold() {
    try {
      told.await(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
