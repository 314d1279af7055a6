package dev.fleetpulse.query.command;

import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The control topic, for whoever reads in it what there is and writes into it what is decided. */
public final class ControlDesk {
  private static final Duration READ_MAX = Duration.ofSeconds(3);

  private final ControlReader reader;
  private final ControlWriter writer;
  private boolean started;

  /**
   * Both are closed elsewhere, and the reader is started there.
   *
   * @param writer not started: whoever only reads needs neither its registry nor its broker
   */
  public ControlDesk(ControlReader reader, ControlWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** What this process knows. */
  public ControlReader reader() {
    return reader;
  }

  /** Where decisions go. */
  public synchronized ControlWriter writer() {
    if (!started) {
      writer.start();
      started = true;
    }
    return writer;
  }

  /**
   * Returns once this process knows everything that any process had written before.
   *
   * @throws ControlUnreadException if that takes too long
   */
  public void awaitAllRead() {
    try {
      reader.caughtUp().get(READ_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ControlUnreadException("The control topic is not read within " + READ_MAX, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlUnreadException("Interrupted", e);
    }
  }
}
