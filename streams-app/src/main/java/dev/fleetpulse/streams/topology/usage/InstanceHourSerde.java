package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Keys of a store in which the hours of an instance lie side by side, in order of time: the length
 * of the instance's key, the key, the hour.
 */
final class InstanceHourSerde {
  private InstanceHourSerde() {}

  static Serde<InstanceHourKey> create() {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : write(key),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  private static byte[] write(InstanceHourKey key) {
    var instance = (key.tenant() + "/" + key.instanceId()).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + instance.length + Long.BYTES)
        .putInt(instance.length)
        .put(instance)
        .putLong(key.hourMs())
        .array();
  }

  private static InstanceHourKey read(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    var instance = new byte[buffer.getInt()];
    buffer.get(instance);
    var parts = new String(instance, StandardCharsets.UTF_8).split("/", 2);
    return new InstanceHourKey(parts[0], buffer.getLong(), parts[1]);
  }
}
