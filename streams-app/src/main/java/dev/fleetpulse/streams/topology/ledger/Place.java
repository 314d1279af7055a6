package dev.fleetpulse.streams.topology.ledger;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A place in a partition.
 *
 * @param timeMs append time there, epoch milliseconds
 */
record Place(long offset, long timeMs) {
  static final Place START = new Place(0, 0);

  static Serde<Place> serde() {
    return Serdes.serdeFrom(
        (topic, place) -> place == null ? null : place.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  /** Whichever is farther. */
  Place or(Place other) {
    return new Place(Math.max(offset, other.offset), Math.max(timeMs, other.timeMs));
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(offset).putLong(timeMs).array();
  }

  private static Place of(ByteBuffer bytes) {
    return new Place(bytes.getLong(), bytes.getLong());
  }
}
