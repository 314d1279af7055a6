package dev.fleetpulse.streams.topology.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link BytesOut} wrote. Ends beyond the last byte by an index out of bounds. */
final class BytesIn {
  private final byte[] bytes;
  private int position;

  BytesIn(byte[] bytes, int from) {
    this.bytes = bytes;
    this.position = from;
  }

  long count() {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  int smallCount() {
    return Math.toIntExact(count());
  }

  long difference() {
    var value = count();
    return (value >>> 1) ^ -(value & 1);
  }

  long fixed() {
    var value = 0L;
    for (var left = Long.BYTES; left > 0; left--) {
      value = (value << Byte.SIZE) | (bytes[position++] & 0xff);
    }
    return value;
  }

  int octet() {
    return bytes[position++] & 0xff;
  }

  String text() {
    var length = smallCount();
    var text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** The bytes that have their length before them, not copied. */
  ByteBuffer raw() {
    var length = smallCount();
    var content = ByteBuffer.wrap(bytes, position, length);
    position += length;
    return content;
  }

  long[] bits(int slots) {
    var marks = new long[Bits.words(slots)];
    for (var slot = 0; slot < slots; slot += Byte.SIZE) {
      marks[slot / Long.SIZE] |= (bytes[position++] & 0xffL) << (slot % Long.SIZE);
    }
    return marks;
  }

  int position() {
    return position;
  }

  boolean isAtEnd() {
    return position >= bytes.length;
  }
}
