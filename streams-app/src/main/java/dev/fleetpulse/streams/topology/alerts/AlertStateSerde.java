package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.Alert;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** States to and from bytes; the episode in the form in which it leaves. */
final class AlertStateSerde {
  private static final int VERSION = 1;

  private AlertStateSerde() {}

  static Serde<AlertState> with(Serde<Alert> alerts) {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : write(state, alerts, topic),
        (topic, bytes) -> bytes == null ? null : read(bytes, alerts, topic));
  }

  private static byte[] write(AlertState state, Serde<Alert> alerts, String topic) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(state.held());
      out.writeLong(state.taken());
      out.writeInt(state.edges().size());
      for (var edge : state.edges()) {
        out.writeLong(edge);
      }
      out.writeInt(state.eventIds().size());
      for (var id : state.eventIds()) {
        out.writeUTF(id);
      }
      if (state.episode().isPresent()) {
        out.write(alerts.serializer().serialize(topic, state.episode().get()));
      }
    } catch (IOException e) {
      throw new SerializationException("Can't write the state of an alert", e);
    }
    return bytes.toByteArray();
  }

  private static AlertState read(byte[] bytes, Serde<Alert> alerts, String topic) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var version = in.readByte();
      if (version != VERSION) {
        throw new SerializationException("Unknown version of an alert's state: " + version);
      }
      var held = in.readBoolean();
      var taken = in.readLong();
      var edges = new ArrayList<Long>();
      for (var left = in.readInt(); left > 0; left--) {
        edges.add(in.readLong());
      }
      var ids = new ArrayList<String>();
      for (var left = in.readInt(); left > 0; left--) {
        ids.add(in.readUTF());
      }
      var rest = in.readAllBytes();
      var episode =
          rest.length == 0
              ? Optional.<Alert>empty()
              : Optional.of(alerts.deserializer().deserialize(topic, rest));
      return new AlertState(held, taken, edges, ids, episode);
    } catch (IOException e) {
      throw new SerializationException("Not the state of an alert", e);
    }
  }
}
