package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.RegistryUnavailableException;
import dev.fleetpulse.schemas.Topic;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, collects a batch, writes it, commits. What can't be written now is tried again with
 * growing pauses, for as long as it takes; what the store refuses is narrowed down by halves until
 * the refused row is alone, and that one is given up.
 *
 * @param <V> the topic's values
 */
final class SinkLoop<V> {
  private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
  private static final Duration POLL_WAIT = Duration.ofMillis(500);
  private static final IntervalFunction PAUSES =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(200), 2, 0.25, Duration.ofSeconds(10));

  private final SinkConsumer consumer;
  private final Topic<?, V> topic;
  private final Table<V> table;
  private final BatchLimits limits;
  private final DeadLetters deadLetters;
  private final SinkMetrics metrics;
  private Batch batch;
  private int failedAttempts;
  private int inHand;

  SinkLoop(
      SinkConsumer consumer,
      Topic<?, V> topic,
      Table<V> table,
      BatchLimits limits,
      DeadLetters deadLetters,
      SinkMetrics metrics) {
    this.consumer = consumer;
    this.topic = topic;
    this.table = table;
    this.limits = limits;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.batch = new Batch(limits);
  }

  /** One turn. Ends by a {@code WakeupException} when the consumer is woken up. */
  void turn() {
    take(consumer.poll(batch.untilDue(POLL_WAIT, System.nanoTime())));
    metrics.lag.set(consumer.lag() + batch.records().size());
    if (batch.isDue(System.nanoTime())) {
      var due = batch;
      batch = new Batch(limits);
      inHand = due.records().size();
      write(folded(read(due.records())));
      inHand = 0;
      consumer.commit(due.next());
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    var now = System.nanoTime();
    records.forEach(record -> batch.add(record, now));
    metrics.records.increment(records.count());
  }

  private List<Row<V>> read(List<ConsumerRecord<byte[], byte[]>> records) {
    var rows = new ArrayList<Row<V>>(records.size());
    for (var record : records) {
      read(record).ifPresent(value -> rows.add(new Row<>(value, record)));
    }
    return rows;
  }

  /** The value; none for ticks, and for what can't be read, which its topology dead-letters. */
  private Optional<V> read(ConsumerRecord<byte[], byte[]> record) {
    while (true) {
      try {
        var value = topic.values().deserializer().deserialize(record.topic(), record.value());
        if (value == null) {
          metrics.skipped.increment();
        }
        return Optional.ofNullable(value);
      } catch (SerializationException e) {
        metrics.unreadable.increment();
        return Optional.empty();
      } catch (RegistryUnavailableException e) {
        pause(e.getMessage());
      }
    }
  }

  private Collection<Row<V>> folded(List<Row<V>> rows) {
    var byIdentity = LinkedHashMap.<Object, Row<V>>newLinkedHashMap(rows.size());
    for (var row : rows) {
      byIdentity.merge(
          table.identity(row),
          row,
          (one, other) -> table.revision(other) >= table.revision(one) ? other : one);
    }
    metrics.folded.increment(rows.size() - byIdentity.size());
    return byIdentity.values();
  }

  private void write(Collection<Row<V>> rows) {
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
          pause(cause);
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

  private void pause(String cause) {
    failedAttempts++;
    metrics.retries.increment();
    var pause = Duration.ofMillis(PAUSES.apply(failedAttempts));
    LOG.warn("{} waits {} after attempt {}: {}", table.name(), pause, failedAttempts, cause);
    take(consumer.idle(pause));
    metrics.lag.set(consumer.measureLag() + inHand + batch.records().size());
  }
}
