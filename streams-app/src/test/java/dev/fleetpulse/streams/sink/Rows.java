package dev.fleetpulse.streams.sink;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Rows for tests. */
public final class Rows {
  private Rows() {}

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
