package dev.fleetpulse.streams.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Walks through a record in Avro's binary encoding, field by field in the schema's order, without
 * making objects of them. It copies texts as the bytes they are, which is most of the work of a
 * sink that only passes values on. For one thread.
 *
 * <p>Every method throws a {@link SerializationException} where the bytes are none of what is asked
 * for.
 */
public final class AvroBytes {
  private static final int VARINT_BITS_MAX = 64;
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = {};
  private int at;
  private int end;
  private int textAt;
  private int textLength;

  /** Begins at the start of another record, which must not change meanwhile. */
  public AvroBytes over(ByteBuffer record) {
    bytes = record.array();
    at = record.arrayOffset() + record.position();
    end = record.arrayOffset() + record.limit();
    return this;
  }

  /** For a field that may be null, whether a value follows. */
  public boolean present() {
    var branch = number();
    if (branch != 0 && branch != 1) {
      throw new SerializationException("A field has no branch " + branch);
    }
    return branch == 1;
  }

  /** An int or a long. */
  public long number() {
    var value = 0L;
    for (var shift = 0; shift < VARINT_BITS_MAX; shift += 7) {
      var next = next();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new SerializationException("A number has too many bytes");
  }

  /** A double. */
  public double real() {
    return (double) DOUBLE.get(bytes, skip(Double.BYTES));
  }

  public boolean flag() {
    return next() != 0;
  }

  /** A string or bytes, which are then where {@link #copyText} takes them from. */
  public AvroBytes text() {
    textLength = length(number());
    textAt = skip(textLength);
    return this;
  }

  /** Bytes of the last text. */
  public int textLength() {
    return textLength;
  }

  /** One byte of the last text. */
  public byte textByte(int index) {
    return bytes[textAt + index];
  }

  /** The last text as a string. */
  public String string() {
    return new String(bytes, textAt, textLength, StandardCharsets.UTF_8);
  }

  /** Puts the last text into a buffer that has room for it. */
  public void copyText(ByteBuffer into) {
    into.put(bytes, textAt, textLength);
  }

  /** The same without its first and last byte. */
  public void copyInnerText(ByteBuffer into) {
    into.put(bytes, textAt + 1, textLength - 2);
  }

  /** Where the last text is, to come back to it with {@link #backTo}. */
  public long place() {
    return ((long) textAt << Integer.SIZE) | textLength;
  }

  /** Makes an earlier text of this record the last one. */
  public AvroBytes backTo(long place) {
    textAt = (int) (place >> Integer.SIZE);
    textLength = (int) place;
    return this;
  }

  /** How many entries of a map or an array follow; asked again after these, and 0 at the end. */
  public long entries() {
    var count = number();
    if (count < 0) {
      // Then the bytes they take are told, too.
      number();
      count = -count;
    }
    return count;
  }

  /** A field that may be null, of an int or a long, is passed over. */
  public void skipNumber() {
    if (present()) {
      number();
    }
  }

  /** A field that may be null, of a double, is passed over. */
  public void skipReal() {
    if (present()) {
      skip(Double.BYTES);
    }
  }

  /** A field that may be null, of a string, is passed over. */
  public void skipText() {
    if (present()) {
      text();
    }
  }

  /** Says that nothing may follow. */
  public void end() {
    if (at != end) {
      throw new SerializationException((end - at) + " bytes are left over");
    }
  }

  private byte next() {
    if (at >= end) {
      throw new SerializationException("A record ends too early");
    }
    return bytes[at++];
  }

  private int skip(int count) {
    if (count > end - at) {
      throw new SerializationException("A record ends too early");
    }
    var from = at;
    at += count;
    return from;
  }

  private static int length(long length) {
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw new SerializationException("A text can't have %d bytes".formatted(length));
    }
    return (int) length;
  }
}
