package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.AlertEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Instances that are down, to and from bytes. */
final class DownSerde {
  private DownSerde() {}

  static Serde<Down> with(Serde<AlertEvent> events) {
    return Serdes.serdeFrom(
        (topic, down) -> down == null ? null : write(down, events, topic),
        (topic, bytes) -> bytes == null ? null : read(bytes, events, topic));
  }

  private static byte[] write(Down down, Serde<AlertEvent> events, String topic) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeBoolean(down.told());
      out.writeUTF(down.group());
      out.write(events.serializer().serialize(topic, down.event()));
    } catch (IOException e) {
      throw new SerializationException("Can't write an instance that is down", e);
    }
    return bytes.toByteArray();
  }

  private static Down read(byte[] bytes, Serde<AlertEvent> events, String topic) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var told = in.readBoolean();
      var group = in.readUTF();
      return new Down(events.deserializer().deserialize(topic, in.readAllBytes()), told, group);
    } catch (IOException e) {
      throw new SerializationException("Not an instance that is down", e);
    }
  }
}
