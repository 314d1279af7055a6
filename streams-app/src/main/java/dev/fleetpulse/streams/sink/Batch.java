package dev.fleetpulse.streams.sink;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows collected for one write, each identity once: of several the one with the greatest revision,
 * and of equal revisions the one that came last.
 *
 * @param <V> what the rows are made of
 */
final class Batch<V> {
  private final BatchLimits limits;
  private final Table<V> table;
  private final Map<Object, Row<V>> rows = new LinkedHashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
  private int records;
  private int folded;
  private long bytes;
  private long startedNanos;

  Batch(Table<V> table, BatchLimits limits) {
    this.table = table;
    this.limits = limits;
  }

  /** Takes a record that becomes a row. */
  void add(Row<V> row, long nowNanos) {
    pass(row.source(), nowNanos);
    var size = rows.size();
    rows.merge(
        table.identity(row),
        row,
        (one, other) -> table.revision(other) >= table.revision(one) ? other : one);
    folded += size + 1 - rows.size();
  }

  /** Takes a record that becomes nothing: only that it was read is to be remembered. */
  void pass(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    if (records == 0) {
      startedNanos = nowNanos;
    }
    records++;
    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    next.put(
        new TopicPartition(record.topic(), record.partition()),
        new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
  }

  boolean isDue(long nowNanos) {
    return isFull() || (records > 0 && nowNanos - startedNanos >= limits.age().toNanos());
  }

  /** Whether it must not grow any more. */
  boolean isFull() {
    return records >= limits.rows() || bytes >= limits.bytes();
  }

  /** How long it may take until the batch is due without more records; at most the given time. */
  Duration untilDue(Duration max, long nowNanos) {
    if (records == 0) {
      return max;
    }
    var left = limits.age().toNanos() - (nowNanos - startedNanos);
    return Duration.ofNanos(Math.clamp(left, 0, max.toNanos()));
  }

  Collection<Row<V>> rows() {
    return rows.values();
  }

  /** How many records were taken, rows or not. */
  int records() {
    return records;
  }

  /** How many of them another one took the place of. */
  int folded() {
    return folded;
  }

  /** Where to go on reading once the batch has been written. */
  Map<TopicPartition, OffsetAndMetadata> next() {
    return next;
  }
}
