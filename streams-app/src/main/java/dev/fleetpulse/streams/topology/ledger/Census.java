package dev.fleetpulse.streams.topology.ledger;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Whether an hour of a log has been counted in a store.
 *
 * @param round when the count began, epoch milliseconds
 * @param pending 0 where it was counted, offsets that have to be stored before, or {@link
 *     Facts#UNCHECKED}
 */
record Census(long round, long pending) {
  static Serde<Census> serde() {
    return Serdes.serdeFrom(
        (topic, census) -> census == null ? null : census.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  boolean isCounted() {
    return pending == 0;
  }

  /** What holds of two; what was counted once stays counted. */
  Census or(Census other) {
    if (isCounted() != other.isCounted()) {
      return isCounted() ? this : other;
    }
    if (round == other.round) {
      return pending <= other.pending ? this : other;
    }
    return round > other.round ? this : other;
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(round).putLong(pending).array();
  }

  private static Census of(ByteBuffer bytes) {
    return new Census(bytes.getLong(), bytes.getLong());
  }
}
