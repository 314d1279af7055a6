package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Polls, collects a batch, has it written, commits. While one batch is being written the next one
 * is collected; when that is full, the partitions are paused until the write has ended, so that no
 * more than two batches are ever in memory.
 *
 * @param <V> what the rows are made of
 */
final class SinkLoop<V> {
  private static final Duration POLL_WAIT = Duration.ofMillis(500);

  /** Short, because the end of the write does not end a poll. */
  private static final Duration POLL_WAIT_WHILE_WRITING = Duration.ofMillis(20);

  /** Far less than after which the group takes a member for dead. */
  private static final Duration FULL_WAIT = Duration.ofMillis(500);

  private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(2);
  private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);

  private final SinkConsumer consumer;
  private final RowReader<V> reader;
  private final Table<V> table;
  private final BatchLimits limits;
  private final SinkWriter<V> writer;
  private final Executor writing;
  private final SinkMetrics metrics;
  private Batch<V> batch;
  private Optional<Write<V>> underWay = Optional.empty();
  private long lagMeasuredNanos = System.nanoTime();

  /**
   * A batch on its way into the store.
   *
   * @param done whether all of it arrived, once that is known
   */
  private record Write<V>(Batch<V> batch, CompletableFuture<Boolean> done) {}

  /**
   * Reads nothing yet.
   *
   * @param writing runs one write at a time, beside the reading
   */
  SinkLoop(
      SinkConsumer consumer,
      RowReader<V> reader,
      Table<V> table,
      BatchLimits limits,
      SinkWriter<V> writer,
      Executor writing,
      SinkMetrics metrics) {
    this.consumer = consumer;
    this.reader = reader;
    this.table = table;
    this.limits = limits;
    this.writer = writer;
    this.writing = writing;
    this.metrics = metrics;
    this.batch = new Batch<>(table, limits);
  }

  /** One turn. Ends by a {@code WakeupException} when the consumer is woken up. */
  void turn() {
    var ended = underWay.filter(write -> write.done().isDone());
    if ((ended.isPresent() || underWay.isEmpty()) && succeeded(ended)) {
      underWay = Optional.empty();
      if (batch.isDue(System.nanoTime())) {
        begin();
      }
      // The store has work again already while the broker is told how far we came.
      ended.ifPresent(write -> consumer.commit(write.batch().next()));
    }
    if (batch.isFull()) {
      underWay.ifPresent(SinkLoop::await);
      take(consumer.idle(Duration.ZERO));
      measureLag();
    } else {
      take(consumer.poll(pollWait()));
      metrics.lag.set(consumer.lag() + collected());
    }
  }

  /** A batch that is due can't begin while another is being written: nothing to hurry for. */
  private Duration pollWait() {
    return underWay.isPresent()
        ? POLL_WAIT_WHILE_WRITING
        : batch.untilDue(POLL_WAIT, System.nanoTime());
  }

  private void begin() {
    var due = batch;
    batch = new Batch<>(table, limits);
    metrics.folded.increment(due.folded());
    underWay =
        Optional.of(
            new Write<>(
                due, CompletableFuture.supplyAsync(() -> writer.write(due.rows()), writing)));
  }

  /** Whether there is nothing that would have to come again. */
  private boolean succeeded(Optional<Write<V>> ended) {
    try {
      return ended.isEmpty() || ended.get().done().join();
    } catch (CompletionException e) {
      throw new IllegalStateException(table.name() + " could not be written", e.getCause());
    }
  }

  private static void await(Write<?> write) {
    try {
      write.done().get(FULL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // What became of it is asked at the next turn.
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    var now = System.nanoTime();
    for (var record : records) {
      var value = read(record);
      if (value.isPresent()) {
        batch.add(new Row<>(value.get(), reader.source(record)), now);
      } else {
        batch.pass(record, now);
      }
    }
    metrics.records.increment(records.count());
  }

  /** The value; none for ticks, and for what can't be read, which its topology dead-letters. */
  private Optional<V> read(ConsumerRecord<byte[], byte[]> record) {
    while (true) {
      try {
        var value = reader.read(record);
        if (value.isEmpty()) {
          metrics.skipped.increment();
        }
        return value;
      } catch (SerializationException e) {
        metrics.unreadable.increment();
        return Optional.empty();
      } catch (RegistryUnavailableException e) {
        awaitRegistry();
      }
    }
  }

  /** Nothing is fetched meanwhile; what a new assignment brings comes again after the restart. */
  private void awaitRegistry() {
    metrics.retries.increment();
    if (!consumer.idle(REGISTRY_PAUSE).isEmpty()) {
      throw new IllegalStateException("Partitions changed while the registry was away");
    }
  }

  private int collected() {
    return batch.records() + underWay.map(write -> write.batch().records()).orElse(0);
  }

  /** While nothing is fetched only the broker knows, and it is not asked at every turn. */
  private void measureLag() {
    if (System.nanoTime() - lagMeasuredNanos > LAG_INTERVAL.toNanos()) {
      metrics.lag.set(consumer.measureLag() + collected());
      lagMeasuredNanos = System.nanoTime();
    }
  }
}
