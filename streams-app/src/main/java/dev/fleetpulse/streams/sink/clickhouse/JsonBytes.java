package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.streams.sink.AvroBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes one JSON object after the other as UTF-8. For one thread. */
final class JsonBytes {
  private static final int STARTING_BYTES = 1024;
  private static final int DIGITS_MAX = 24;
  private static final int ESCAPED_BYTES_MAX = 6;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final long NANOS = 1_000_000_000L;
  private static final int FIRST_PRINTABLE = 0x20;

  private ByteBuffer bytes = ByteBuffer.allocate(STARTING_BYTES);

  /** A field's name as it stands in front of its value. */
  static byte[] field(String name) {
    return ("\"" + name + "\":").getBytes(StandardCharsets.UTF_8);
  }

  /** Forgets what was there and opens an object. */
  JsonBytes begin() {
    bytes.clear().put((byte) '{');
    return this;
  }

  JsonBytes open(byte[] field) {
    name(field).reserve(1).put((byte) '{');
    return this;
  }

  JsonBytes openList(byte[] field) {
    name(field).reserve(1).put((byte) '[');
    return this;
  }

  /** An object in a list. */
  JsonBytes open() {
    comma().reserve(1).put((byte) '{');
    return this;
  }

  JsonBytes close() {
    reserve(1).put((byte) '}');
    return this;
  }

  JsonBytes closeList() {
    reserve(1).put((byte) ']');
    return this;
  }

  /** An object under the name that was read last. */
  JsonBytes openNamed(AvroBytes in) {
    comma().quoted(in).reserve(2).put((byte) ':').put((byte) '{');
    return this;
  }

  /** The text that was read last. */
  JsonBytes text(byte[] field, AvroBytes in) {
    return name(field).quoted(in);
  }

  JsonBytes number(byte[] field, long value) {
    return name(field).digits(value);
  }

  JsonBytes number(byte[] field, double value) {
    return name(field).ascii(Double.toString(value));
  }

  JsonBytes flag(byte[] field, boolean value) {
    return name(field).ascii(Boolean.toString(value));
  }

  /** Decimal dollars, with no more digits than they need. */
  JsonBytes dollars(byte[] field, long nanos) {
    name(field);
    var whole = Math.abs(nanos / NANOS);
    if (nanos < 0) {
      reserve(1).put((byte) '-');
    }
    digits(whole);
    var part = Math.abs(nanos % NANOS);
    if (part != 0) {
      reserve(DIGITS_MAX).put((byte) '.');
      for (var unit = NANOS / 10; part != 0; unit /= 10) {
        bytes.put((byte) ('0' + part / unit));
        part %= unit;
      }
    }
    return this;
  }

  /**
   * Puts the fields of another object behind ours.
   *
   * @param in whose last text is that object, without a space around it
   */
  JsonBytes fieldsOf(AvroBytes in) {
    if (in.textLength() > 2) {
      in.copyInnerText(comma().reserve(in.textLength()));
    }
    return this;
  }

  /** What was written; to be read before anything else is written. */
  ByteBuffer written() {
    return bytes.duplicate().flip();
  }

  private JsonBytes name(byte[] field) {
    comma().reserve(field.length).put(field);
    return this;
  }

  /** Unless something was just opened. */
  private JsonBytes comma() {
    var last = bytes.get(bytes.position() - 1);
    if (last != '{' && last != '[') {
      reserve(1).put((byte) ',');
    }
    return this;
  }

  /** From the last digit to the first. */
  private JsonBytes digits(long value) {
    if (value < 0) {
      // The least number has no counterpart above zero.
      return ascii(Long.toString(value));
    }
    var count = 1;
    for (var left = value / 10; left != 0; left /= 10) {
      count++;
    }
    reserve(count);
    var at = bytes.position() + count;
    bytes.position(at);
    var left = value;
    for (var i = 0; i < count; i++) {
      at--;
      bytes.put(at, (byte) ('0' + left % 10));
      left /= 10;
    }
    return this;
  }

  private JsonBytes ascii(String text) {
    reserve(text.length());
    for (var index = 0; index < text.length(); index++) {
      bytes.put((byte) text.charAt(index));
    }
    return this;
  }

  private JsonBytes quoted(AvroBytes in) {
    reserve(ESCAPED_BYTES_MAX * in.textLength() + 2).put((byte) '"');
    if (isPlain(in)) {
      in.copyText(bytes);
    } else {
      for (var index = 0; index < in.textLength(); index++) {
        escaped(in.textByte(index));
      }
    }
    bytes.put((byte) '"');
    return this;
  }

  private static boolean isPlain(AvroBytes in) {
    for (var index = 0; index < in.textLength(); index++) {
      if (needsEscape(in.textByte(index))) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of letters beyond ASCII are negative. */
  private static boolean needsEscape(byte value) {
    return value == '"' || value == '\\' || (value >= 0 && value < FIRST_PRINTABLE);
  }

  private void escaped(byte value) {
    if (!needsEscape(value)) {
      bytes.put(value);
    } else if (value < FIRST_PRINTABLE) {
      bytes.put((byte) '\\').put((byte) 'u').put((byte) '0').put((byte) '0');
      bytes.put(HEX[value >> 4]).put(HEX[value & 0xf]);
    } else {
      bytes.put((byte) '\\').put(value);
    }
  }

  private ByteBuffer reserve(int more) {
    if (bytes.remaining() < more) {
      bytes = ByteBuffer.allocate(2 * (bytes.position() + more)).put(bytes.flip());
    }
    return bytes;
  }
}
