package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.Topics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Rows for tests. */
public final class Rows {
  /** With schemas that only this JVM knows. */
  public static final Topics TOPICS = Topics.with(new InMemorySchemas());

  private Rows() {}

  /** What the reader makes of a heartbeat that was appended there and then. */
  public static Row<EncodedRow> of(
      HeartbeatBytes reader, Heartbeat heartbeat, long offset, long appendMs) {
    var record = record(heartbeat, offset, appendMs);
    return new Row<>(reader.read(record).orElseThrow(), reader.source(record));
  }

  /** A heartbeat as it is in its topic. */
  public static ConsumerRecord<byte[], byte[]> record(
      Heartbeat heartbeat, long offset, long appendMs) {
    var topic = TOPICS.heartbeats();
    return new ConsumerRecord<>(
        topic.name(),
        0,
        offset,
        appendMs,
        TimestampType.LOG_APPEND_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        new byte[0],
        topic.values().serializer().serialize(topic.name(), heartbeat),
        new RecordHeaders(),
        Optional.empty());
  }

  /** A value as if it had come from that place of a topic. */
  public static <V> Row<V> of(V value, long offset, long appendMs) {
    return new Row<>(
        value,
        new ConsumerRecord<>(
            "topic",
            0,
            offset,
            appendMs,
            TimestampType.LOG_APPEND_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            Optional.empty()));
  }
}
