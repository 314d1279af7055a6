package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a body's bytes as one JSON object, strictly: valid UTF-8, no key twice, nothing behind the
 * object, and bounds on depth, values, keys and numbers. So whoever reads the object later meets
 * nothing that another reader would understand in another way.
 */
public final class JsonBody {
  static final int DEPTH_MAX = 32;
  static final int VALUES_MAX = 20_000;
  static final int KEY_CHARS_MAX = 256;
  static final int NUMBER_CHARS_MAX = 100;

  /** Beyond it a number is no double any more, and its digits could fill the memory. */
  static final int NUMBER_EXPONENT_MAX = 308;

  private static final String NUMBER_TOO_GREAT = "A number beyond 1e" + NUMBER_EXPONENT_MAX;
  private static final String VALID = "valid JSON";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory PARSERS = parsers();
  private static final JsonFactory LENIENT_PARSERS = lenientParsers();

  private final JsonParser parser;

  /** Whether strings may have surrogates in them: plain ASCII without escapes has none. */
  private final boolean surrogates;

  private int values;

  private JsonBody(JsonParser parser, boolean surrogates) {
    this.parser = parser;
    this.surrogates = surrogates;
  }

  /** The object that the bytes are. */
  public static Verdict<ObjectNode> read(byte[] bytes) {
    try {
      if (isAscii(bytes)) {
        return read(PARSERS.createParser(bytes), hasEscapes(bytes));
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return read(PARSERS.createParser(text.array(), text.position(), text.remaining()), true);
    } catch (CharacterCodingException e) {
      return malformed(
          FieldPath.BODY, "valid UTF-8", "a byte sequence that is not: " + e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
  }

  /**
   * Whether the bytes are one JSON value, which may well be refused for other reasons. Where they
   * are not, nobody can say where in a text of several values the next one begins.
   */
  public static boolean isOneValue(byte[] bytes) {
    // What is no UTF-8 is replaced, which moves no quote and no bracket.
    try (var parser =
        LENIENT_PARSERS.createParser(new String(bytes, StandardCharsets.UTF_8).toCharArray())) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException _) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("Characters in memory can always be read", e);
    }
  }

  private static Verdict<ObjectNode> read(JsonParser opened, boolean surrogates)
      throws IOException {
    try (var parser = opened) {
      try {
        return new JsonBody(parser, surrogates).document();
      } catch (JsonProcessingException e) {
        return malformed(path(parser.getParsingContext()), VALID, where(e));
      }
    }
  }

  /** Without NUL, too, by which the parser of bytes would take them for UTF-16. */
  private static boolean isAscii(byte[] bytes) {
    // No early end: a loop without one runs over many bytes at a time.
    var sign = 0;
    for (var one : bytes) {
      sign |= one | (one - 1);
    }
    return sign >= 0;
  }

  private static boolean hasEscapes(byte[] bytes) {
    var escapes = 0;
    for (var one : bytes) {
      escapes += one == '\\' ? 1 : 0;
    }
    return escapes > 0;
  }

  private Verdict<ObjectNode> document() throws IOException {
    var first = parser.nextToken();
    if (first == null) {
      return malformed(FieldPath.BODY, "a JSON object", "empty");
    }
    var value = value(first, 1);
    if (parser.nextToken() != null) {
      throw refused("Nothing may follow the object");
    }
    return value instanceof ObjectNode object
        ? new Verdict.Accepted<>(object)
        : malformed(FieldPath.BODY, "a JSON object", Described.value(value));
  }

  private JsonNode value(JsonToken token, int depth) throws IOException {
    if (++values > VALUES_MAX) {
      throw refused("More than " + VALUES_MAX + " values");
    }
    return switch (token) {
      case START_OBJECT -> object(depth);
      case START_ARRAY -> array(depth);
      case VALUE_STRING -> NODES.textNode(text(parser.getText()));
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(decimal());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("No value starts with " + token);
    };
  }

  private ObjectNode object(int depth) throws IOException {
    checkDepth(depth);
    var object = NODES.objectNode();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (!JsonValues.isWithin(name, KEY_CHARS_MAX)) {
        throw refused("A key of more than " + KEY_CHARS_MAX + " characters");
      }
      if (object.replace(text(name), value(parser.nextToken(), depth + 1)) != null) {
        throw refused("The same key twice");
      }
    }
    return object;
  }

  private ArrayNode array(int depth) throws IOException {
    checkDepth(depth);
    var array = NODES.arrayNode();
    for (var next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
      array.add(value(next, depth + 1));
    }
    return array;
  }

  private JsonNode whole() throws IOException {
    checkNumberLength();
    return switch (parser.getNumberType()) {
      case INT, LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> DecimalNode.valueOf(decimal());
    };
  }

  private BigDecimal decimal() throws IOException {
    checkNumberLength();
    var number = parsedDecimal();
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    var exponent = (long) number.precision() - number.scale() - 1;
    if (Math.abs(exponent) > NUMBER_EXPONENT_MAX) {
      throw refused(NUMBER_TOO_GREAT);
    }
    return number;
  }

  private BigDecimal parsedDecimal() throws IOException {
    try {
      return parser.getDecimalValue();
    } catch (NumberFormatException e) {
      // An exponent that no BigDecimal can hold.
      throw refused(NUMBER_TOO_GREAT);
    }
  }

  /** A surrogate without its other half has no UTF-8, so it could not be stored as it came. */
  private String text(String text) throws IOException {
    if (!surrogates) {
      return text;
    }
    for (var i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          throw refused("An unpaired surrogate");
        }
        i++;
      }
    }
    return text;
  }

  private void checkDepth(int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw refused("More than " + DEPTH_MAX + " levels of nesting");
    }
  }

  private void checkNumberLength() throws IOException {
    if (parser.getTextLength() > NUMBER_CHARS_MAX) {
      throw refused("A number of more than " + NUMBER_CHARS_MAX + " characters");
    }
  }

  /** Said in the parser's own way, so that it comes with line and column. */
  private JsonParseException refused(String message) {
    return new JsonParseException(parser, message);
  }

  private static String where(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null
        ? e.getOriginalMessage()
        : "%s at line %d, column %d"
            .formatted(e.getOriginalMessage(), location.getLineNr(), location.getColumnNr());
  }

  private static String path(JsonStreamContext context) {
    if (context.inRoot()) {
      return FieldPath.BODY;
    }
    var parent = path(context.getParent());
    if (context.inArray()) {
      return FieldPath.element(parent, context.getCurrentIndex());
    }
    var name = context.getCurrentName();
    return name == null ? parent : FieldPath.field(parent, name);
  }

  private static <T> Verdict<T> malformed(String field, String expected, String was) {
    return Verdict.refused(Reason.MALFORMED, new FieldError(field, expected, was));
  }

  private static JsonFactory parsers() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(BodyLimits.REPORT.bytesMax()).build())
        // Keys are the clients' own words: interning them would keep every one of them.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /** Bounded by the length of the text alone: nothing is made of what they read. */
  private static JsonFactory lenientParsers() {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(BodyLimits.REPORT.bytesMax())
            .maxNumberLength(BodyLimits.REPORT.bytesMax())
            .maxNameLength(BodyLimits.REPORT.bytesMax())
            .maxStringLength(BodyLimits.REPORT.bytesMax())
            .build();
    return JsonFactory.builder()
        .streamReadConstraints(constraints)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }
}
