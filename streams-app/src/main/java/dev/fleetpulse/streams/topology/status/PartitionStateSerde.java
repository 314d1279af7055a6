package dev.fleetpulse.streams.topology.status;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A partition's state as bytes. */
final class PartitionStateSerde {
  private PartitionStateSerde() {}

  static Serde<PartitionState> create() {
    return Serdes.serdeFrom(
        (topic, state) -> state == null ? null : write(state),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  private static byte[] write(PartitionState state) {
    var bytes = new ByteArrayOutputStream(256);
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(state.clock().nowMs());
      out.writeLong(state.clock().recoveredAtMs());
      out.writeLong(state.alertUntilMs());
      out.writeLong(state.toldMs());
      out.writeInt(state.outages().size());
      for (var outage : state.outages()) {
        out.writeLong(outage.fromMs());
        out.writeLong(outage.toMs());
      }
      out.writeInt(state.ingestors().size());
      for (var ingestor : state.ingestors().entrySet()) {
        out.writeUTF(ingestor.getKey());
        out.writeLong(ingestor.getValue().lastTickMs());
        out.writeLong(ingestor.getValue().backSinceMs());
        out.writeBoolean(ingestor.getValue().goodbye());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static PartitionState read(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var clock = new StatusClock(in.readLong(), in.readLong());
      var alertUntilMs = in.readLong();
      var toldMs = in.readLong();
      var outages = new ArrayList<Outage>();
      for (var left = in.readInt(); left > 0; left--) {
        outages.add(new Outage(in.readLong(), in.readLong()));
      }
      var ingestors = new TreeMap<String, IngestorContact>();
      for (var left = in.readInt(); left > 0; left--) {
        ingestors.put(
            in.readUTF(), new IngestorContact(in.readLong(), in.readLong(), in.readBoolean()));
      }
      return new PartitionState(clock, outages, ingestors, alertUntilMs, toldMs);
    } catch (IOException e) {
      throw new UncheckedIOException("A partition's state is cut", e);
    }
  }
}
