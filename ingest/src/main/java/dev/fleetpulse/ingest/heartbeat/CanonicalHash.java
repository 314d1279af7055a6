package dev.fleetpulse.ingest.heartbeat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;

/**
 * SHA-256 over the canonical form of a JSON value, in UTF-8: no spaces, keys sorted by their UTF-16
 * units, strings escaped only where JSON demands it, every number as {@code <digits>E<exponent>}
 * without trailing zeros in its digits. Documents that say the same have the same hash, however
 * they are written.
 */
final class CanonicalHash {
  private static final Comparator<Map.Entry<String, JsonNode>> BY_KEY = Map.Entry.comparingByKey();
  private static final JsonStringEncoder ESCAPING = JsonStringEncoder.getInstance();

  /** The digits of the smallest long and its sign. */
  private static final int LONG_CHARS_MAX = 20;

  /** What is no longer than this fits a long in any case. */
  private static final int LONG_DIGITS_SAFE = 18;

  private byte[] canonical = new byte[2048];
  private int length;

  private CanonicalHash() {}

  static ByteBuffer of(JsonNode value) {
    var hash = new CanonicalHash();
    hash.append(value);
    var sha256 = sha256();
    sha256.update(hash.canonical, 0, hash.length);
    return ByteBuffer.wrap(sha256.digest());
  }

  private void append(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> appendObject((ObjectNode) value);
      case ARRAY -> appendArray(value);
      case STRING -> appendText(value.textValue());
      case NUMBER -> appendNumber(value);
      case BOOLEAN, NULL -> appendAscii(value.asText());
      case BINARY, MISSING, POJO -> throw new IllegalStateException("No JSON: " + value);
    }
  }

  private void appendObject(ObjectNode object) {
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can't be made
    Map.Entry<String, JsonNode>[] fields =
        object.properties().toArray(new Map.Entry[object.size()]);
    Arrays.sort(fields, BY_KEY);
    append('{');
    for (var field : fields) {
      appendText(field.getKey());
      append(':');
      append(field.getValue());
      append(',');
    }
    append('}');
  }

  private void appendArray(JsonNode array) {
    append('[');
    for (var element : array) {
      append(element);
      append(',');
    }
    append(']');
  }

  private void appendText(String text) {
    append('"');
    if (!appendPlain(text)) {
      appendBytes(ESCAPING.quoteAsUTF8(text));
    }
    append('"');
  }

  /** Appends a text that is its own escaped form in UTF-8, as nearly all are; otherwise nothing. */
  private boolean appendPlain(String text) {
    var chars = text.length();
    ensure(chars);
    for (var i = 0; i < chars; i++) {
      var character = text.charAt(i);
      if (character < ' ' || character > '~' || character == '"' || character == '\\') {
        return false;
      }
      canonical[length + i] = (byte) character;
    }
    length += chars;
    return true;
  }

  private void appendNumber(JsonNode number) {
    if (number.isIntegralNumber() && number.canConvertToLong()) {
      appendNumber(number.longValue(), 0);
      return;
    }
    var decimal = number.decimalValue();
    if (decimal.precision() <= LONG_DIGITS_SAFE) {
      appendNumber(decimal.unscaledValue().longValue(), -decimal.scale());
    } else {
      appendLongNumber(decimal.stripTrailingZeros());
    }
  }

  private void appendNumber(long digits, int exponent) {
    var stripped = digits;
    var raised = exponent;
    while (stripped != 0 && stripped % 10 == 0) {
      stripped /= 10;
      raised++;
    }
    appendWhole(stripped);
    append('E');
    appendWhole(stripped == 0 ? 0 : raised);
  }

  private void appendLongNumber(BigDecimal stripped) {
    appendAscii(stripped.unscaledValue().toString());
    append('E');
    appendWhole(-stripped.scale());
  }

  private void appendWhole(long number) {
    if (number == Long.MIN_VALUE) {
      appendAscii(Long.toString(number));
      return;
    }
    ensure(LONG_CHARS_MAX);
    var rest = Math.abs(number);
    var digits = 1;
    for (var left = rest / 10; left > 0; left /= 10) {
      digits++;
    }
    if (number < 0) {
      canonical[length++] = '-';
    }
    for (var i = length + digits - 1; i >= length; i--) {
      canonical[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void append(char ascii) {
    ensure(1);
    canonical[length++] = (byte) ascii;
  }

  private void appendAscii(String text) {
    appendBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void appendBytes(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, canonical, length, bytes.length);
    length += bytes.length;
  }

  private void ensure(int more) {
    if (canonical.length - length < more) {
      canonical = Arrays.copyOf(canonical, Math.max(canonical.length * 2, length + more));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
