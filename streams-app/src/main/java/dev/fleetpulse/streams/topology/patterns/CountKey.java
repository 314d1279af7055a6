package dev.fleetpulse.streams.topology.patterns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * One group's hour within a trouble. Hours lie in order of time, so that the oldest are found
 * first.
 *
 * @param rest what else tells it from the others
 */
record CountKey(long hourMs, String rest) {
  static CountKey of(long hourMs, String trouble, String app, String signature) {
    return new CountKey(hourMs, trouble + "\0" + signature + "\0" + app);
  }

  /** Sorts before every key of its hour. */
  static CountKey first(long hourMs) {
    return new CountKey(hourMs, "");
  }

  static Serde<CountKey> serde() {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : write(key),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  private static byte[] write(CountKey key) {
    var rest = key.rest.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + rest.length).putLong(key.hourMs).put(rest).array();
  }

  private static CountKey read(byte[] bytes) {
    return new CountKey(
        ByteBuffer.wrap(bytes).getLong(),
        new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
  }
}
