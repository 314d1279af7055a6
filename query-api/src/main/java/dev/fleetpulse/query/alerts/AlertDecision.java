package dev.fleetpulse.query.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody decided about an alert.
 *
 * @param by who, in their own words
 */
record AlertDecision(String action, String by) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> ACTIONS = List.of("acknowledge", "resolve");
  private static final List<String> FIELDS = List.of("action", "by");
  private static final int BY_CHARACTERS_MAX = 200;
  private static final int SHOWN_CHARACTERS_MAX = 60;

  /** Reads a body: {@code {"action", "by"}}. */
  static Parsed<AlertDecision> read(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return wrong(new ParameterError("body", "a JSON object", "no JSON"));
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
    return json.isObject()
        ? read(json)
        : wrong(new ParameterError("body", "a JSON object", "something else"));
  }

  private static Parsed<AlertDecision> read(JsonNode json) {
    var errors = new ArrayList<ParameterError>();
    for (var field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        errors.add(
            new ParameterError(
                shortened(field.getKey()),
                "one of the fields " + String.join(", ", FIELDS),
                "unknown"));
      }
    }
    var action = json.path("action").asText("");
    if (!ACTIONS.contains(action)) {
      errors.add(
          new ParameterError(
              "action", "one of " + String.join(", ", ACTIONS), '"' + shortened(action) + '"'));
    }
    var by = json.path("by").textValue();
    if (by == null
        || by.isBlank()
        || by.length() > BY_CHARACTERS_MAX
        || by.codePoints().anyMatch(Character::isISOControl)) {
      errors.add(
          new ParameterError(
              "by",
              "who decides, in 1 to %d printable characters".formatted(BY_CHARACTERS_MAX),
              by == null ? "absent or no text" : '"' + shortened(by) + '"'));
    }
    return errors.isEmpty()
        ? new Parsed.Valid<>(new AlertDecision(action, by))
        : new Parsed.Invalid<>(errors);
  }

  private static Parsed<AlertDecision> wrong(ParameterError error) {
    return new Parsed.Invalid<>(List.of(error));
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(SHOWN_CHARACTERS_MAX, text.length()))
        .replaceAll("\\p{Cntrl}", "?");
  }
}
