package dev.fleetpulse.streams.topology.verdicts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * One tenant's records of one hour.
 *
 * @param hourMs start of the hour by append time, epoch milliseconds
 */
record TenantHour(long hourMs, String tenant) {
  /** Hours in order of time, so that the oldest are found first. */
  static Serde<TenantHour> serde() {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : key.bytes(),
        (topic, bytes) -> bytes == null ? null : of(bytes));
  }

  private byte[] bytes() {
    var text = tenant.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(hourMs).put(text).array();
  }

  private static TenantHour of(byte[] bytes) {
    return new TenantHour(
        ByteBuffer.wrap(bytes).getLong(),
        new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
  }
}
