package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.GroupHourKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Keys of a store in which hours lie in order of time, so that the oldest are found first. */
final class HourFirstSerde {
  private HourFirstSerde() {}

  static Serde<GroupHourKey> create() {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : write(key),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  /** Sorts before every key of its hour. */
  static GroupHourKey startOf(long hourMs) {
    return new GroupHourKey("", hourMs, "", "");
  }

  private static byte[] write(GroupHourKey key) {
    var group =
        (key.tenant() + "/" + key.signature() + "/" + key.app()).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + group.length).putLong(key.hourMs()).put(group).array();
  }

  private static GroupHourKey read(byte[] bytes) {
    var hourMs = ByteBuffer.wrap(bytes).getLong();
    var group =
        new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8)
            .split("/", 3);
    return new GroupHourKey(group[0], hourMs, group[1], group[2]);
  }
}
