package dev.fleetpulse.streams.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Records collected for one write. */
final class Batch {
  private final BatchLimits limits;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
  private long bytes;
  private long startedNanos;

  Batch(BatchLimits limits) {
    this.limits = limits;
  }

  void add(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    if (records.isEmpty()) {
      startedNanos = nowNanos;
    }
    records.add(record);
    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    next.put(
        new TopicPartition(record.topic(), record.partition()),
        new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
  }

  boolean isDue(long nowNanos) {
    return !records.isEmpty()
        && (records.size() >= limits.rows()
            || bytes >= limits.bytes()
            || nowNanos - startedNanos >= limits.age().toNanos());
  }

  /** How long it may take until the batch is due without more records; at most the given time. */
  Duration untilDue(Duration max, long nowNanos) {
    if (records.isEmpty()) {
      return max;
    }
    var left = limits.age().toNanos() - (nowNanos - startedNanos);
    return Duration.ofNanos(Math.clamp(left, 0, max.toNanos()));
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** Where to go on reading once the batch has been written. */
  Map<TopicPartition, OffsetAndMetadata> next() {
    return next;
  }
}
