package dev.fleetpulse.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process in order: what was opened last is closed first, once, on SIGTERM, Ctrl-C or {@link
 * #because}, and within a bound: what hangs longer is left behind.
 */
public final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final Duration bound;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<String> failure = new AtomicReference<>();

  private record Step(String name, AutoCloseable closeable) {}

  /**
   * Closes nothing yet.
   *
   * @param bound time for all steps together
   */
  public Shutdown(Duration bound) {
    this.bound = bound;
  }

  /** Remembers what has to be closed; the last one given is closed first. */
  public synchronized <T extends AutoCloseable> T closes(String name, T closeable) {
    steps.push(new Step(name, closeable));
    return closeable;
  }

  /** Ends the process with exit code 1 because something it can't live without has failed. */
  public void because(String reason) {
    failure.compareAndSet(null, reason);
    asked.countDown();
  }

  /** Blocks the main thread until the process is to end, and closes everything. Call once. */
  public void await() throws InterruptedException {
    var main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    main.join(bound.plusSeconds(1));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "shutdown"));
    asked.await();
    if (failure.get() != null) {
      LOG.error("Ending because {}", failure.get());
    }
    closeAll();
    if (failure.get() != null) {
      // halt, not exit: the hook above waits for this very thread.
      Runtime.getRuntime().halt(1);
    }
  }

  /** Closes everything now; for a start that failed half-way. */
  public void closeAll() throws InterruptedException {
    var closer = Thread.ofPlatform().daemon().name("closer").start(this::closeEach);
    if (!closer.join(bound)) {
      LOG.error("Not everything closed within {}", bound);
    }
  }

  private synchronized void closeEach() {
    while (!steps.isEmpty()) {
      var step = steps.pop();
      var started = System.nanoTime();
      try {
        step.closeable.close();
        LOG.info(
            "Closed {} in {} ms",
            step.name,
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      } catch (Exception e) {
        LOG.error("Closing {} failed", step.name, e);
      }
    }
  }
}
