package dev.fleetpulse.query.errors.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What somebody decided about an error.
 *
 * @param by who, in their own words
 * @param app only in this app; in all that have it where it is absent
 */
public record Decision(String action, String by, Optional<String> app) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> ACTIONS = List.of("resolve", "ignore", "reopen");
  private static final List<String> FIELDS = List.of("action", "by", "app");
  private static final int TEXT_CHARACTERS_MAX = 200;

  /** Reads a body: {@code {"action", "by", "app"}}. */
  public static Parsed<Decision> read(byte[] body) {
    try {
      return read(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return wrong(new ParameterError("body", "a JSON object", "no JSON"));
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
  }

  private static Parsed<Decision> read(JsonNode body) {
    if (!body.isObject()) {
      return wrong(new ParameterError("body", "a JSON object", "something else"));
    }
    var errors = new ArrayList<ParameterError>();
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                errors.add(
                    new ParameterError(shortened(name), "one of the fields " + FIELDS, "unknown"));
              }
            });
    var action = body.path("action").asText("");
    if (!ACTIONS.contains(action)) {
      errors.add(new ParameterError("action", "one of " + ACTIONS, shortened(action)));
    }
    var by = text(body, "by", errors);
    if (by.isEmpty() && errors.stream().noneMatch(error -> error.parameter().equals("by"))) {
      errors.add(new ParameterError("by", "who decides", "absent"));
    }
    var app = text(body, "app", errors);
    return errors.isEmpty()
        ? new Valid<>(new Decision(action, by.orElseThrow(), app))
        : new Invalid<>(errors);
  }

  private static Optional<String> text(JsonNode body, String name, List<ParameterError> errors) {
    var value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    var text = value.textValue();
    if (text == null
        || text.isBlank()
        || text.length() > TEXT_CHARACTERS_MAX
        || text.codePoints().anyMatch(Character::isISOControl)) {
      errors.add(
          new ParameterError(
              name,
              "1 to " + TEXT_CHARACTERS_MAX + " printable characters",
              shortened(value.asText(value.toString()))));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static Parsed<Decision> wrong(ParameterError error) {
    return new Invalid<>(List.of(error));
  }

  private static String shortened(String text) {
    return '"' + text.substring(0, Math.min(60, text.length())).replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
