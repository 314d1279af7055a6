package dev.fleetpulse.streams.topology.errors;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * When a chunk of identities began.
 *
 * @param timeMs by the log's clock
 * @param offset of its first report
 */
record SeenTime(long timeMs, long offset) {
  static Serde<SeenTime> serde() {
    return Serdes.serdeFrom(
        (topic, time) -> time == null ? null : time.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(timeMs).putLong(offset).array();
  }

  private static SeenTime of(ByteBuffer bytes) {
    return new SeenTime(bytes.getLong(), bytes.getLong());
  }
}
