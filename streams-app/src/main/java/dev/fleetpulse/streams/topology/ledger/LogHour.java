package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * One tenant's records of one log and hour.
 *
 * @param hourMs start of the hour by append time, epoch milliseconds
 */
record LogHour(long hourMs, Log log, String tenant) {
  /** Hours in order of time, so that the oldest are found first. */
  static Serde<LogHour> serde() {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : key.bytes(),
        (topic, bytes) -> bytes == null ? null : of(bytes));
  }

  /** Sorts before everything of its hour. */
  static LogHour startOf(long hourMs) {
    return new LogHour(Math.max(0, hourMs), Log.HEARTBEATS, "");
  }

  LedgerKey key() {
    return new LedgerKey(tenant, hourMs, log.word());
  }

  private byte[] bytes() {
    var text = tenant.isEmpty() ? "" : log.word() + "/" + tenant;
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(hourMs).put(bytes).array();
  }

  private static LogHour of(byte[] bytes) {
    var text = new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8);
    var slash = text.indexOf('/');
    return new LogHour(
        ByteBuffer.wrap(bytes).getLong(),
        Log.of(text.substring(0, slash)).orElseThrow(),
        text.substring(slash + 1));
  }
}
