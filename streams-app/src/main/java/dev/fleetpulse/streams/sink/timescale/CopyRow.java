package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.streams.sink.AvroBytes;
import java.nio.ByteBuffer;

/**
 * Writes one row after the other in PostgreSQL's binary COPY format; in the order of the columns.
 * For one thread.
 */
final class CopyRow {
  /** What stands before the first row: a signature, no flags, no extension. */
  static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** What stands behind the last row. */
  static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

  private static final int NULL = -1;
  private static final int STARTING_BYTES = 512;

  /** PostgreSQL counts time from the year 2000. */
  private static final long EPOCH_MS = 946_684_800_000L;

  private static final long MICROS_PER_MS = 1000;

  private ByteBuffer bytes = ByteBuffer.allocate(STARTING_BYTES);

  /** Begins a row of so many columns; what was there is forgotten. */
  CopyRow begin(int columns) {
    bytes.clear();
    bytes.putShort((short) columns);
    return this;
  }

  /** The text that was read last. */
  CopyRow text(AvroBytes in) {
    in.copyText(reserve(Integer.BYTES + in.textLength()).putInt(in.textLength()));
    return this;
  }

  CopyRow bigint(long value) {
    reserve(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    return this;
  }

  CopyRow integer(int value) {
    reserve(Integer.BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(value);
    return this;
  }

  CopyRow real(double value) {
    reserve(Integer.BYTES + Double.BYTES).putInt(Double.BYTES).putDouble(value);
    return this;
  }

  /** A time from epoch milliseconds. */
  CopyRow time(long milliseconds) {
    reserve(Integer.BYTES + Long.BYTES)
        .putInt(Long.BYTES)
        .putLong((milliseconds - EPOCH_MS) * MICROS_PER_MS);
    return this;
  }

  /** So many columns without a value. */
  CopyRow absent(int columns) {
    reserve(columns * Integer.BYTES);
    for (var i = 0; i < columns; i++) {
      bytes.putInt(NULL);
    }
    return this;
  }

  /** A field that may be null, of a string. */
  CopyRow textField(AvroBytes in) {
    return in.present() ? text(in.text()) : absent(1);
  }

  /** A field that may be null, of a long. */
  CopyRow bigintField(AvroBytes in) {
    return in.present() ? bigint(in.number()) : absent(1);
  }

  /** A field that may be null, of an int. */
  CopyRow integerField(AvroBytes in) {
    return in.present() ? integer((int) in.number()) : absent(1);
  }

  /** A field that may be null, of a double. */
  CopyRow realField(AvroBytes in) {
    return in.present() ? real(in.real()) : absent(1);
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

  private ByteBuffer reserve(int more) {
    if (bytes.remaining() < more) {
      var grown = ByteBuffer.allocate(2 * (bytes.position() + more));
      bytes = grown.put(bytes.flip());
    }
    return bytes;
  }
}
