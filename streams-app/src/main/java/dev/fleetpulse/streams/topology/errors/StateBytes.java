package dev.fleetpulse.streams.topology.errors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of what only this room reads: no schema, as a build that writes otherwise begins anew. */
final class StateBytes {
  private static final int EXPECTED_BYTES = 256;

  private StateBytes() {}

  /** Puts a value behind the others. */
  @FunctionalInterface
  interface Write<T> {
    void to(DataOutputStream out, T value) throws IOException;
  }

  /** Reads what was written. */
  @FunctionalInterface
  interface Read<T> {
    T from(DataInputStream in) throws IOException;
  }

  static <T> Serde<T> serde(Write<T> write, Read<T> read) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : bytes(write, value),
        (topic, bytes) -> bytes == null ? null : value(read, bytes));
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static <T> byte[] bytes(Write<T> write, T value) {
    var bytes = new ByteArrayOutputStream(EXPECTED_BYTES);
    try {
      write.to(new DataOutputStream(bytes), value);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can't be written", e);
    }
    return bytes.toByteArray();
  }

  private static <T> T value(Read<T> read, byte[] bytes) {
    try {
      return read.from(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("State ends too early", e);
    }
  }
}
