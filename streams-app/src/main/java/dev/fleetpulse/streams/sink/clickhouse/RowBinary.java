package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.streams.sink.AvroBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes one row after the other in ClickHouse's RowBinary format; in the order of the columns. For
 * one thread.
 */
final class RowBinary {
  private static final int STARTING_BYTES = 1024;
  private static final int VARINT_BYTES_MAX = 5;
  private static final byte PRESENT = 0;
  private static final byte ABSENT = 1;

  private ByteBuffer bytes = allocated(STARTING_BYTES);

  /** Begins a row; what was there is forgotten. */
  RowBinary begin() {
    bytes.clear();
    return this;
  }

  /** A {@code String}: the text that was read last. */
  RowBinary text(AvroBytes in) {
    length(in.textLength());
    in.copyText(bytes);
    return this;
  }

  /** A {@code String} in UTF-8. */
  RowBinary text(ByteBuffer value) {
    length(value.remaining());
    bytes.put(value);
    return this;
  }

  /** A {@code Nullable(String)} of a field that may be null. */
  RowBinary textField(AvroBytes in) {
    return presence(in.present()) ? text(in.text()) : this;
  }

  /** An {@code Int64} or {@code UInt64}, or a {@code DateTime64(3)} in epoch milliseconds. */
  RowBinary bigint(long value) {
    reserve(Long.BYTES).putLong(value);
    return this;
  }

  /** A {@code Nullable(Int64)} of a field that may be null. */
  RowBinary bigintField(AvroBytes in) {
    return presence(in.present()) ? bigint(in.number()) : this;
  }

  /** A {@code Nullable(Int32)} of a field that may be null. */
  RowBinary integerField(AvroBytes in) {
    if (presence(in.present())) {
      reserve(Integer.BYTES).putInt((int) in.number());
    }
    return this;
  }

  /** A {@code Nullable(Float64)} of a field that may be null. */
  RowBinary realField(AvroBytes in) {
    if (presence(in.present())) {
      reserve(Double.BYTES).putDouble(in.real());
    }
    return this;
  }

  /** So many {@code Nullable} columns without a value. */
  RowBinary absent(int columns) {
    for (var i = 0; i < columns; i++) {
      presence(false);
    }
    return this;
  }

  /** Bytes of the row so far. */
  int size() {
    return bytes.position();
  }

  /** The row. */
  byte[] end() {
    var row = new byte[bytes.position()];
    bytes.get(0, row);
    return row;
  }

  private boolean presence(boolean present) {
    reserve(1).put(present ? PRESENT : ABSENT);
    return present;
  }

  /** With room for what has this length. */
  private void length(int length) {
    reserve(VARINT_BYTES_MAX + length);
    var left = length;
    while (left > 0x7f) {
      bytes.put((byte) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    bytes.put((byte) left);
  }

  private ByteBuffer reserve(int more) {
    if (bytes.remaining() < more) {
      bytes = allocated(2 * (bytes.position() + more)).put(bytes.flip());
    }
    return bytes;
  }

  private static ByteBuffer allocated(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
