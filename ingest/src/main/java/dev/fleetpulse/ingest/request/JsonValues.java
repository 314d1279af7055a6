package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads single JSON values as what they must be; nothing where they are not that. */
final class JsonValues {
  private static final long TIME_MS_MAX = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private JsonValues() {}

  /** A string of 1 to {@code charsMax} characters, none of them a control character. */
  static Optional<String> name(JsonNode value, int charsMax) {
    return value.isTextual() && isName(value.textValue(), charsMax)
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  static boolean isName(String text, int charsMax) {
    return !text.isEmpty() && isWithin(text, charsMax) && !hasControlCharacters(text);
  }

  private static boolean hasControlCharacters(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Characters are those of Unicode, as in JSON Schema: an emoji is one, not two. */
  static boolean isWithin(String text, int charsMax) {
    return text.length() <= charsMax || text.codePointCount(0, text.length()) <= charsMax;
  }

  /** A string of at most {@code charsMax} characters. */
  static Optional<String> text(JsonNode value, int charsMax) {
    return value.isTextual() && isWithin(value.textValue(), charsMax)
        ? Optional.of(storable(value.textValue()))
        : Optional.empty();
  }

  /** A string, a number or a boolean, as text of at most {@code charsMax} characters. */
  static Optional<String> scalar(JsonNode value, int charsMax) {
    return value.isValueNode() && !value.isNull() && isWithin(value.asText(), charsMax)
        ? Optional.of(storable(value.asText()))
        : Optional.empty();
  }

  /** A whole number from 0 to {@code max}, however it is written: 5, 5.0 and 5e0 are one. */
  static Optional<Long> whole(JsonNode value, long max) {
    if (value instanceof LongNode number) {
      return number.longValue() >= 0 && number.longValue() <= max
          ? Optional.of(number.longValue())
          : Optional.empty();
    }
    return quantity(value, max)
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::longValueExact);
  }

  /** A number from 0 to {@code max}. */
  static Optional<BigDecimal> quantity(JsonNode value, long max) {
    if (!value.isNumber()) {
      return Optional.empty();
    }
    var number = value.decimalValue();
    return number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0
        ? Optional.of(number)
        : Optional.empty();
  }

  /** A boolean. */
  static Optional<Boolean> flag(JsonNode value) {
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  static Optional<ObjectNode> object(JsonNode value) {
    return value instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  static Optional<ArrayNode> array(JsonNode value) {
    return value instanceof ArrayNode array ? Optional.of(array) : Optional.empty();
  }

  /** Epoch milliseconds or an RFC 3339 time, as epoch milliseconds. */
  static Optional<Long> epochMs(JsonNode value) {
    return value.isTextual()
        ? rfc3339(value.textValue()).filter(time -> time >= 0 && time <= TIME_MS_MAX)
        : whole(value, TIME_MS_MAX);
  }

  private static Optional<Long> rfc3339(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** PostgreSQL has no NUL in its texts; the replacement character stands for it. */
  private static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
