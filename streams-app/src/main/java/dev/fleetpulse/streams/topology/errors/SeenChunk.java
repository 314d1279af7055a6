package dev.fleetpulse.streams.topology.errors;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Identities of reports that came one after the other. Grows in place. */
final class SeenChunk {
  private byte[] bytes;
  private int length;

  SeenChunk() {
    this(new byte[SeenErrors.IDENTITY_BYTES], 0);
  }

  private SeenChunk(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  void add(byte[] identity) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    System.arraycopy(identity, 0, bytes, length, SeenErrors.IDENTITY_BYTES);
    length += SeenErrors.IDENTITY_BYTES;
  }

  int identities() {
    return length / SeenErrors.IDENTITY_BYTES;
  }

  void forEach(Consumer<byte[]> each) {
    for (var at = 0; at < length; at += SeenErrors.IDENTITY_BYTES) {
      each.accept(Arrays.copyOfRange(bytes, at, at + SeenErrors.IDENTITY_BYTES));
    }
  }

  static Serde<SeenChunk> serde() {
    return Serdes.serdeFrom(
        (topic, chunk) -> chunk == null ? null : Arrays.copyOf(chunk.bytes, chunk.length),
        (topic, bytes) -> bytes == null ? null : new SeenChunk(bytes, bytes.length));
  }
}
