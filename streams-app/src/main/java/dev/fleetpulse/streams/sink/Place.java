package dev.fleetpulse.streams.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Where a record was, without what it was: its key, value and headers are left out. */
final class Place {
  private static final byte[] LEFT_OUT = {};
  private static final RecordHeaders NO_HEADERS = noHeaders();

  private Place() {}

  static ConsumerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        LEFT_OUT,
        LEFT_OUT,
        NO_HEADERS,
        record.leaderEpoch());
  }

  /** Whether that is all we have of a record. */
  static boolean isAllOf(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == LEFT_OUT;
  }

  private static RecordHeaders noHeaders() {
    var headers = new RecordHeaders();
    headers.setReadOnly();
    return headers;
  }
}
