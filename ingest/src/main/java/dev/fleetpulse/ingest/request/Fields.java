package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the fields of a JSON object one by one. Each may be absent or null, unless its method says
 * otherwise, and is then null here, too; what is not as it must be is noted, read as null, and the
 * reading goes on, so that one answer names all mistakes. What nobody has read is {@link #rest()}.
 */
public final class Fields {
  /** The longest name of an instance, an app, a model, and the like. */
  public static final int NAME_CHARS_MAX = 128;

  /** The longest short text, such as a version. */
  public static final int TEXT_CHARS_MAX = 1024;

  /** Greater counters are a mistake, and sums of them still fit a long. */
  static final long COUNT_MAX = 1_000_000_000_000_000L;

  private static final String NAME =
      "a string of 1 to " + NAME_CHARS_MAX + " characters without control characters";
  private static final String TEXT = "a string of at most " + TEXT_CHARS_MAX + " characters";
  private static final String COUNT = "a whole number from 0 to " + COUNT_MAX;
  private static final String QUANTITY = "a number from 0 to " + COUNT_MAX;
  private static final String DOLLARS = "a number of dollars from 0 to " + NanoDollars.DOLLARS_MAX;
  private static final String TIME = "epoch milliseconds or an RFC 3339 time";

  private final ObjectNode object;
  private final String path;
  private final Findings findings;
  private final List<Nested> nested = new ArrayList<>(0);

  private record Nested(String name, Supplier<JsonNode> rest) {}

  private Fields(ObjectNode object, String path, Findings findings) {
    this.object = object;
    this.path = path;
    this.findings = findings;
  }

  /**
   * The fields of a whole document.
   *
   * @param document is emptied field by field
   */
  public static Fields of(ObjectNode document) {
    return new Fields(document, FieldPath.BODY, new Findings());
  }

  /** Accepts what was made of the whole document, unless something was wrong with a field. */
  public <T> Verdict<T> verdictOn(T value) {
    return findings.verdictOn(value);
  }

  /** A name that must be there; empty where it is not. */
  public String requiredName(String field) {
    return required(field, NAME, value -> JsonValues.name(value, NAME_CHARS_MAX)).orElse("");
  }

  /** A time that must be there and inside the window, in epoch milliseconds; 0 where it is not. */
  public long requiredTime(String field, TimeWindow window) {
    var value = object.get(field);
    var time = required(field, TIME, JsonValues::epochMs);
    if (time.isPresent() && !window.contains(time.get())) {
      findings.outOfTime(
          FieldPath.field(path, field), window.description(), Described.value(value));
    }
    return time.orElse(0L);
  }

  /** A name. */
  public String name(String field) {
    return read(field, NAME, value -> JsonValues.name(value, NAME_CHARS_MAX));
  }

  /** A text of at most {@link #TEXT_CHARS_MAX} characters. */
  public String text(String field) {
    return read(field, TEXT, value -> JsonValues.text(value, TEXT_CHARS_MAX));
  }

  /** A text as long as the body allows. */
  public String longText(String field) {
    return read(field, "a string", value -> JsonValues.text(value, BodyLimits.REPORT.bytesMax()));
  }

  /** A cumulative counter or another whole number that is not negative. */
  public Long count(String field) {
    return read(field, COUNT, value -> JsonValues.whole(value, COUNT_MAX));
  }

  /** A whole number from 0 to {@code max}. */
  public Integer integer(String field, int max) {
    return read(
        field,
        "a whole number from 0 to " + max,
        value -> JsonValues.whole(value, max).map(Long::intValue));
  }

  /** A measured quantity. */
  public Double quantity(String field) {
    return read(
        field, QUANTITY, value -> JsonValues.quantity(value, COUNT_MAX).map(Number::doubleValue));
  }

  /** A measured quantity of which only the whole part matters. */
  public Long wholeQuantity(String field) {
    return read(
        field, QUANTITY, value -> JsonValues.quantity(value, COUNT_MAX).map(Number::longValue));
  }

  /** An amount of dollars, in nano-dollars. */
  public Long nanoDollars(String field) {
    return read(
        field,
        DOLLARS,
        value -> JsonValues.quantity(value, NanoDollars.DOLLARS_MAX).map(NanoDollars::of));
  }

  /** True or false. */
  public Boolean flag(String field) {
    return read(field, "true or false", JsonValues::flag);
  }

  /** A time in epoch milliseconds. */
  public Long time(String field) {
    return read(field, TIME, JsonValues::epochMs);
  }

  /** An object to read on. */
  public Optional<Fields> object(String field) {
    var value = readObject(field);
    if (value == null) {
      return Optional.empty();
    }
    var fields = new Fields(value, FieldPath.field(path, field), findings);
    nested.add(new Nested(field, fields::leftOver));
    return Optional.of(fields);
  }

  /** An object whose fields are objects themselves, under names of the client's choice. */
  public Map<String, Fields> objectsByName(String field) {
    var value = readObject(field);
    if (value == null) {
      return Map.of();
    }
    var here = FieldPath.field(path, field);
    var byName = LinkedHashMap.<String, Fields>newLinkedHashMap(value.size());
    for (var entry : value.properties()) {
      var entryPath = FieldPath.field(here, entry.getKey());
      checkKey(entryPath, entry.getKey());
      if (entry.getValue() instanceof ObjectNode inner) {
        byName.put(entry.getKey(), new Fields(inner, entryPath, findings));
      } else if (!entry.getValue().isNull()) {
        findings.invalid(entryPath, "an object", Described.value(entry.getValue()));
      }
    }
    nested.add(new Nested(field, () -> leftOver(byName, value)));
    return byName;
  }

  /** An array of objects. */
  public List<Fields> objects(String field) {
    var value = readArray(field, "an array of objects");
    if (value == null) {
      return List.of();
    }
    var here = FieldPath.field(path, field);
    var elements = new ArrayList<Fields>(value.size());
    for (var i = 0; i < value.size(); i++) {
      var elementPath = FieldPath.element(here, i);
      if (value.get(i) instanceof ObjectNode inner) {
        elements.add(new Fields(inner, elementPath, findings));
      } else {
        findings.invalid(elementPath, "an object", Described.value(value.get(i)));
      }
    }
    nested.add(new Nested(field, () -> leftOver(elements, value)));
    return elements;
  }

  /** An array of short texts. */
  public List<String> texts(String field) {
    var value = readArray(field, "an array of strings");
    if (value == null) {
      return List.of();
    }
    var here = FieldPath.field(path, field);
    var texts = new ArrayList<String>(value.size());
    for (var i = 0; i < value.size(); i++) {
      var element = value.get(i);
      texts.add(
          textOf(FieldPath.element(here, i), element, JsonValues.text(element, TEXT_CHARS_MAX)));
    }
    return texts;
  }

  /** An object of short texts; numbers and booleans count as texts. */
  public Map<String, String> textsByName(String field) {
    var value = readObject(field);
    if (value == null) {
      return Map.of();
    }
    var here = FieldPath.field(path, field);
    var byName = LinkedHashMap.<String, String>newLinkedHashMap(value.size());
    for (var entry : value.properties()) {
      var entryPath = FieldPath.field(here, entry.getKey());
      checkKey(entryPath, entry.getKey());
      if (!entry.getValue().isNull()) {
        byName.put(
            entry.getKey(),
            textOf(
                entryPath, entry.getValue(), JsonValues.scalar(entry.getValue(), TEXT_CHARS_MAX)));
      }
    }
    return byName;
  }

  /** An object, as JSON text. */
  public String json(String field) {
    var value = readObject(field);
    return value == null ? null : value.toString();
  }

  /** Checks an object that stays part of the {@link #rest()}: its JSON text has a limit. */
  public void keepSmallObject(String field, int bytesMax) {
    var value = object.get(field);
    if (value == null || value.isNull()) {
      return;
    }
    if (!value.isObject()) {
      invalid(field, "an object", value);
    } else if (mayExceed(value, bytesMax) && bytes(value) > bytesMax) {
      findings.invalid(
          FieldPath.field(path, field),
          "an object of at most " + bytesMax + " bytes",
          "one of " + bytes(value) + " bytes");
    }
  }

  /** Notes that a field must not be as it is, for reasons beyond its own type. */
  public void missing(String field, String expected) {
    findings.invalid(FieldPath.field(path, field), expected, "absent");
  }

  /** JSON text of all that was not read, nested as it came; null where nothing is left. */
  public String rest() {
    var left = leftOver();
    return left.isEmpty() ? null : left.toString();
  }

  private JsonNode leftOver() {
    for (var inner : nested) {
      var left = inner.rest.get();
      if (!left.isEmpty()) {
        object.set(inner.name, left);
      }
    }
    return object;
  }

  private static JsonNode leftOver(Map<String, Fields> byName, ObjectNode all) {
    var left = all.objectNode();
    byName.forEach(
        (name, fields) -> {
          var inner = fields.leftOver();
          if (!inner.isEmpty()) {
            left.set(name, inner);
          }
        });
    return left;
  }

  /** Keeps the places of the elements: what is empty was read in full. */
  private static JsonNode leftOver(List<Fields> elements, ArrayNode all) {
    var left = all.arrayNode();
    var anything = false;
    for (var fields : elements) {
      var inner = fields.leftOver();
      left.add(inner);
      anything |= !inner.isEmpty();
    }
    return anything ? left : all.arrayNode();
  }

  private String textOf(String at, JsonNode value, Optional<String> converted) {
    return converted.orElseGet(
        () -> {
          findings.invalid(at, TEXT, Described.value(value));
          return "";
        });
  }

  private void checkKey(String at, String key) {
    if (!JsonValues.isName(key, NAME_CHARS_MAX)) {
      findings.invalid(at, "named by " + NAME, "named otherwise");
    }
  }

  /**
   * Whether the JSON text may be longer than this, which is told without writing it: a character
   * takes six bytes at most, a number fewer than 110, and commas and brackets are added.
   */
  private static boolean mayExceed(JsonNode value, int bytesMax) {
    return bytesAtMost(value) > bytesMax;
  }

  private static int bytesAtMost(JsonNode value) {
    if (value.isTextual()) {
      return 6 * value.textValue().length() + 3;
    }
    if (value.isValueNode()) {
      return 110;
    }
    var most = 3;
    for (var element : value) {
      most += bytesAtMost(element);
    }
    if (value instanceof ObjectNode object) {
      for (var field : object.properties()) {
        most += 6 * field.getKey().length() + 4;
      }
    }
    return most;
  }

  private static int bytes(JsonNode value) {
    return value.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private <T> Optional<T> required(
      String field, String expected, Function<JsonNode, Optional<T>> conversion) {
    var value = object.remove(field);
    var converted = value == null ? Optional.<T>empty() : conversion.apply(value);
    if (converted.isEmpty()) {
      invalid(field, expected, value);
    }
    return converted;
  }

  /** The field's converted value, null where it is absent, null or wrong; it is not left over. */
  private <T> T read(String field, String expected, Function<JsonNode, Optional<T>> conversion) {
    var value = object.remove(field);
    if (value == null || value.isNull()) {
      return null;
    }
    var converted = conversion.apply(value);
    if (converted.isEmpty()) {
      invalid(field, expected, value);
    }
    return converted.orElse(null);
  }

  private ObjectNode readObject(String field) {
    return read(field, "an object", JsonValues::object);
  }

  private ArrayNode readArray(String field, String expected) {
    return read(field, expected, JsonValues::array);
  }

  private void invalid(String field, String expected, JsonNode was) {
    findings.invalid(FieldPath.field(path, field), expected, Described.value(was));
  }
}
