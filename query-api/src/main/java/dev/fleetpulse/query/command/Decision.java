package dev.fleetpulse.query.command;

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
 * What somebody decided.
 *
 * @param by who, in their own words
 * @param app only in this app, where that may be said; in all where it is absent
 */
public record Decision(String action, String by, Optional<String> app) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int TEXT_CHARACTERS_MAX = 200;

  /**
   * Reads a body: {@code {"action", "by"}}, and {@code "app"} where that may be said.
   *
   * @param actions that there are
   * @param fields that there may be
   */
  public static Parsed<Decision> read(byte[] body, List<String> actions, List<String> fields) {
    try {
      return read(JSON.readTree(body), actions, fields);
    } catch (JsonProcessingException e) {
      return wrong(new ParameterError("body", "a JSON object", "no JSON"));
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
  }

  private static Parsed<Decision> read(JsonNode body, List<String> actions, List<String> fields) {
    if (!body.isObject()) {
      return wrong(new ParameterError("body", "a JSON object", "something else"));
    }
    var errors = new ArrayList<ParameterError>();
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!fields.contains(name)) {
                errors.add(
                    new ParameterError(
                        shortened(name),
                        "one of the fields " + String.join(", ", fields),
                        "unknown"));
              }
            });
    var action = body.path("action").asText("");
    if (!actions.contains(action)) {
      errors.add(
          new ParameterError("action", "one of " + String.join(", ", actions), shortened(action)));
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
