package dev.fleetpulse.streams.sink.timescale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has TimescaleDB drop what is kept no longer, from time to time: its Apache edition does nothing
 * by itself. How long that is, the migrator has told the database. Any number of processes may do
 * so.
 */
public final class Expiry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
  private static final String DROP = "SELECT drop_expired()";
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofMinutes(30);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);

  private final DataSource dataSource;
  private final Counter dropped;
  private final Counter failures;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Drops nothing yet. */
  public Expiry(DataSource dataSource, MeterRegistry metrics) {
    this.dataSource = dataSource;
    this.dropped = metrics.counter("fleetpulse.expiry.chunks.dropped");
    this.failures = metrics.counter("fleetpulse.expiry.failures");
  }

  /** Begins, in the background. */
  public void start() {
    Thread.ofPlatform().name("expiry").daemon().start(this::repeat);
  }

  private void repeat() {
    try {
      var wait = FIRST;
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        run();
        wait = INTERVAL;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once, now; a store that is away is asked again at the next time. */
  void run() {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
      try (var found = statement.executeQuery(DROP)) {
        found.next();
        var count = found.getInt(1);
        dropped.increment(count);
        if (count > 0) {
          LOG.info("TimescaleDB dropped {} chunks that are kept no longer", count);
        }
      }
    } catch (SQLException e) {
      failures.increment();
      LOG.warn("TimescaleDB did not drop what is kept no longer: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
