package dev.fleetpulse.query.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Typed reading of a request's body, a JSON object. Every mistake is collected, so that one answer
 * names them all; a field nobody asked for is a mistake too.
 */
public final class JsonBody {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonNode body;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<ParameterError> errors = new ArrayList<>();

  private JsonBody(JsonNode body) {
    this.body = body;
  }

  /** Reads the body of a request; one without any is an empty object. */
  public static JsonBody of(Context ctx) {
    return of(ctx.bodyAsBytes());
  }

  static JsonBody of(byte[] bytes) {
    if (bytes.length == 0) {
      return new JsonBody(JSON.createObjectNode());
    }
    try {
      var tree = JSON.readTree(bytes);
      return tree.isObject() ? new JsonBody(tree) : broken("something else");
    } catch (JsonProcessingException e) {
      return broken("no JSON: " + Text.shortened(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
  }

  private static JsonBody broken(String was) {
    var body = new JsonBody(MissingNode.getInstance());
    body.wrong("body", "a JSON object", was);
    return body;
  }

  /** Text of 1 to so many printable characters, or nothing where it is absent or wrong. */
  public Optional<String> text(String name, int max) {
    return field(name).flatMap(value -> text(name, value, max));
  }

  /** The same where it must be there. */
  public Optional<String> required(String name, int max) {
    require(name, "1 to " + max + " printable characters");
    return text(name, max);
  }

  /** Different words of those there are, at least one. */
  public List<String> choices(String name, Collection<String> choices) {
    var expected = "an array of one or more of " + String.join(", ", choices);
    require(name, expected);
    var value = field(name).orElse(MissingNode.getInstance());
    var chosen = new LinkedHashSet<String>();
    for (var word : value) {
      if (!word.isTextual() || !choices.contains(word.textValue())) {
        wrong(name, expected, Text.shortened(word.toString()));
        return List.of();
      }
      chosen.add(word.textValue());
    }
    if (!value.isMissingNode() && (!value.isArray() || chosen.isEmpty())) {
      wrong(name, expected, Text.shortened(value.toString()));
    }
    return List.copyOf(chosen);
  }

  /** A moment, RFC 3339 or epoch milliseconds, or nothing where it is absent or wrong. */
  public Optional<Instant> time(String name) {
    return field(name).flatMap(value -> time(name, value));
  }

  /** A whole number in the range, or nothing where it is absent or wrong. */
  public Optional<Long> number(String name, long min, long max) {
    var value = field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var number = value.get();
    if (number.isIntegralNumber()
        && number.canConvertToLong()
        && number.longValue() >= min
        && number.longValue() <= max) {
      return Optional.of(number.longValue());
    }
    wrong(
        name,
        "a whole number from %d to %d".formatted(min, max),
        Text.shortened(number.toString()));
    return Optional.empty();
  }

  /** Texts by name, in the names' order; none where the field is absent or wrong. */
  public Map<String, String> texts(String name, int entriesMax, int nameMax, int valueMax) {
    var texts = new TreeMap<String, String>();
    var value = field(name);
    if (value.isEmpty()) {
      return texts;
    }
    if (!value.get().isObject() || value.get().size() > entriesMax) {
      wrong(name, "an object of at most " + entriesMax + " texts", "something else");
      return texts;
    }
    for (var entry : value.get().properties()) {
      var key = entry.getKey();
      if (key.isBlank() || key.length() > nameMax || !Text.isPrintable(key)) {
        wrong(name, "named in 1 to " + nameMax + " printable characters each", Text.quoted(key));
      }
      text(name + "." + Text.shortened(key), entry.getValue(), valueMax)
          .ifPresent(text -> texts.put(key, text));
    }
    return texts;
  }

  /** Remembers that a field is wrong. */
  public void wrong(String name, String expected, String was) {
    errors.add(new ParameterError(name, expected, was));
  }

  /**
   * Ends the reading.
   *
   * @param value made of what was read; only asked for where nothing was wrong
   */
  public <T> Parsed<T> parsed(Supplier<T> value) {
    for (var names = body.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!known.contains(name)) {
        wrong(
            Text.shortened(name),
            known.isEmpty() ? "left out" : "one of the fields " + String.join(", ", known),
            "unknown");
      }
    }
    return errors.isEmpty() ? new Parsed.Valid<>(value.get()) : new Parsed.Invalid<>(errors);
  }

  private void require(String name, String expected) {
    if (body.isObject() && field(name).isEmpty()) {
      wrong(name, expected, "absent");
    }
  }

  private Optional<JsonNode> field(String name) {
    known.add(name);
    return Optional.of(body.path(name)).filter(value -> !value.isMissingNode() && !value.isNull());
  }

  private Optional<String> text(String name, JsonNode value, int max) {
    var text = value.textValue();
    if (text != null && !text.isBlank() && text.length() <= max && Text.isPrintable(text)) {
      return Optional.of(text);
    }
    wrong(name, "1 to " + max + " printable characters", Text.shortened(value.toString()));
    return Optional.empty();
  }

  private Optional<Instant> time(String name, JsonNode value) {
    try {
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return Optional.of(Instant.ofEpochMilli(value.longValue()));
      }
      if (value.isTextual()) {
        return Optional.of(OffsetDateTime.parse(value.textValue()).toInstant());
      }
    } catch (DateTimeException notTime) {
      // Answered below.
    }
    wrong(name, "a time: RFC 3339, or epoch milliseconds", Text.shortened(value.toString()));
    return Optional.empty();
  }
}
