package dev.fleetpulse.schemas;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Keys as plain UTF-8 text, parts divided by slashes, tenant first.
 *
 * <p>Avro keys would carry the schema's id, and the id would decide the partition: one schema
 * change and an instance's records part ways. Text also reads well in every Kafka tool. Only the
 * last part may hold a slash itself, so every key parses in one way.
 */
final class TextKey {
  private TextKey() {}

  static <K> Serde<K> serde(int parts, Function<K, String> write, Function<String[], K> read) {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : write.apply(key).getBytes(StandardCharsets.UTF_8),
        (topic, bytes) -> bytes == null ? null : parse(topic, bytes, parts, read));
  }

  private static <K> K parse(String topic, byte[] bytes, int parts, Function<String[], K> read) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    var found = text.split("/", parts);
    if (found.length != parts) {
      throw new SerializationException(
          "A key of %s must have %d parts divided by slashes: %s".formatted(topic, parts, text));
    }
    try {
      return read.apply(found);
    } catch (NumberFormatException e) {
      throw new SerializationException("A key of %s has no time: %s".formatted(topic, text), e);
    }
  }
}
