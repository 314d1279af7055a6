package dev.fleetpulse.streams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of what only one room reads: no schema, as a build that writes otherwise begins anew. */
public final class StateBytes {
  private static final int EXPECTED_BYTES = 256;

  private StateBytes() {}

  /** Puts a value behind the others. */
  @FunctionalInterface
  public interface Write<T> {
    /** Puts it there. */
    void to(DataOutputStream out, T value) throws IOException;
  }

  /** Reads what was written. */
  @FunctionalInterface
  public interface Read<T> {
    /** Takes it from there. */
    T from(DataInputStream in) throws IOException;
  }

  /** A serde of both. */
  public static <T> Serde<T> serde(Write<T> write, Read<T> read) {
    return Serdes.serdeFrom(
        (topic, value) -> value == null ? null : bytes(write, value),
        (topic, bytes) -> bytes == null ? null : value(read, bytes));
  }

  /** Any text, with its length before it. */
  public static void writeText(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** What {@link #writeText} wrote. */
  public static String readText(DataInputStream in) throws IOException {
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
