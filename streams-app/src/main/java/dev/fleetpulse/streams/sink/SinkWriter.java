package dev.fleetpulse.streams.sink;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was collected. What can't be written now is tried again with growing pauses, for as
 * long as it takes; what the store refuses is narrowed down by halves until the refused row is
 * alone, and that one is given up.
 *
 * @param <V> what the rows are made of
 */
final class SinkWriter<V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkWriter.class);
  private static final IntervalFunction PAUSES =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(200), 2, 0.25, Duration.ofSeconds(5));

  private final Table<V> table;
  private final DeadLetters deadLetters;
  private final SinkMetrics metrics;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int failedAttempts;

  /** Writes nothing yet. */
  SinkWriter(Table<V> table, DeadLetters deadLetters, SinkMetrics metrics) {
    this.table = table;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
  }

  /**
   * Writes rows, each identity once.
   *
   * @return whether the store or the dead letters have them all; otherwise they have to come again
   */
  boolean write(Collection<Row<V>> rows) {
    var chunks = new ArrayDeque<List<Row<V>>>();
    chunks.push(List.copyOf(rows));
    while (!chunks.isEmpty()) {
      var chunk = chunks.pop();
      if (chunk.isEmpty()) {
        continue;
      }
      switch (metrics.writeTime.record(() -> table.write(chunk))) {
        case WriteOutcome.Written() -> written(chunk);
        case WriteOutcome.Unavailable(var cause) -> {
          chunks.push(chunk);
          if (!pause(cause)) {
            return false;
          }
        }
        case WriteOutcome.Refused(var cause) -> {
          if (chunk.size() == 1) {
            giveUp(chunk.getFirst(), cause);
          } else {
            chunks.push(chunk.subList(chunk.size() / 2, chunk.size()));
            chunks.push(chunk.subList(0, chunk.size() / 2));
          }
        }
      }
    }
    return true;
  }

  /** Ends the wait for a store, from any thread; a write under way goes on. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void written(List<Row<V>> rows) {
    failedAttempts = 0;
    metrics.rows.increment(rows.size());
    metrics.batchRows.record(rows.size());
  }

  private void giveUp(Row<V> row, String cause) {
    var source = row.source();
    deadLetters.send(source, table.name(), cause);
    metrics.deadLetters.increment();
    LOG.warn(
        "{} gives up {}-{} offset {}: {}",
        table.name(),
        source.topic(),
        source.partition(),
        source.offset(),
        cause);
  }

  /** Whether to try again. */
  private boolean pause(String cause) {
    failedAttempts++;
    metrics.retries.increment();
    var pause = Duration.ofMillis(PAUSES.apply(failedAttempts));
    LOG.warn("{} waits {} after attempt {}: {}", table.name(), pause, failedAttempts, cause);
    try {
      return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
