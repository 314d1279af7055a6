package dev.fleetpulse.load.fault;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.ComponentException;
import java.time.Duration;

/** Ends processes without a word, and brings them back. */
public final class Victims {
  private static final int START_ATTEMPTS = 10;
  private static final Duration START_PAUSE = Duration.ofSeconds(1);

  private Victims() {}

  /** Ends a process as {@code kill -9} does. */
  public static void kill(Component victim) {
    victim.process().orElseThrow().kill();
  }

  /**
   * Starts a killed process again. It may refuse for a moment, while what it left behind ends too.
   *
   * @throws ComponentException if it still refuses after many attempts
   */
  public static void restart(Component victim) throws InterruptedException {
    for (var attempt = 1; ; attempt++) {
      try {
        victim.start();
        victim.awaitReady();
        return;
      } catch (ComponentException e) {
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
        Thread.sleep(START_PAUSE);
      }
    }
  }
}
