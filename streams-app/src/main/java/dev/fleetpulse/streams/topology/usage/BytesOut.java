package dev.fleetpulse.streams.topology.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers and texts one after the other, small numbers as few bytes. */
final class BytesOut {
  private static final int SEVEN_BITS = 0x7f;

  private byte[] bytes;
  private int size;

  BytesOut(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** A number that is never negative. */
  void count(long value) {
    reserve(10);
    var left = value;
    while ((left & ~SEVEN_BITS) != 0) {
      bytes[size++] = (byte) ((left & SEVEN_BITS) | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** A number that is as likely below zero as above. */
  void difference(long value) {
    count((value << 1) ^ (value >> 63));
  }

  void fixed(long value) {
    reserve(Long.BYTES);
    for (var shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void text(String text) {
    raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes with their length before them. */
  void raw(byte[] content) {
    count(content.length);
    append(content, 0, content.length);
  }

  void append(byte[] content, int from, int length) {
    reserve(length);
    System.arraycopy(content, from, bytes, size, length);
    size += length;
  }

  /** As many bits as there are slots. */
  void bits(long[] marks, int slots) {
    reserve(slots / Byte.SIZE + 1);
    for (var slot = 0; slot < slots; slot += Byte.SIZE) {
      bytes[size++] = (byte) (marks[slot / Long.SIZE] >>> (slot % Long.SIZE));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
