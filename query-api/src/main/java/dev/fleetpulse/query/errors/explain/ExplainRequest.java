package dev.fleetpulse.query.errors.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.ErrorFacts.Cause;
import dev.fleetpulse.signature.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the part of an error that its signature is made of, in the names and forms of the ingest
 * protocol. Other fields are passed over, null means absent, and one answer names what is wrong, up
 * to twenty times.
 */
final class ExplainRequest {
  private static final int ERRORS_MAX = 20;
  private static final int FRAMES_MAX = 250;
  private static final int CAUSES_MAX = 10;
  private static final int FINGERPRINT_MAX = 32;

  private final List<ParameterError> errors = new ArrayList<>();

  private ExplainRequest() {}

  static Parsed<ErrorFacts> read(JsonNode body) {
    return new ExplainRequest().facts(body);
  }

  private Parsed<ErrorFacts> facts(JsonNode body) {
    if (!body.isObject()) {
      wrong("body", "a JSON object", body.isMissingNode() ? null : body);
      return new Parsed.Invalid<>(errors);
    }
    var facts =
        new ErrorFacts(
            text(body, "", "language"),
            text(body, "", "type"),
            text(body, "", "message"),
            text(body, "", "stack"),
            frames(body, ""),
            causes(body),
            list(body, "", "fingerprint", FINGERPRINT_MAX, "strings", JsonNode::isTextual).stream()
                .map(JsonNode::textValue)
                .toList());
    if (errors.isEmpty() && saysNothing(facts)) {
      wrong("body", "an object with a message, a stack, frames or a fingerprint", body);
    }
    return errors.isEmpty() ? new Parsed.Valid<>(facts) : new Parsed.Invalid<>(errors);
  }

  private static boolean saysNothing(ErrorFacts facts) {
    return isBlank(facts.message())
        && isBlank(facts.stack())
        && facts.frames().isEmpty()
        && facts.fingerprint().isEmpty();
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private List<Cause> causes(JsonNode body) {
    var causes = new ArrayList<Cause>();
    var path = "cause";
    var next = body.path("cause");
    while (next.isObject() && causes.size() < CAUSES_MAX) {
      var at = path + ".";
      causes.add(
          new Cause(
              text(next, at, "type"),
              text(next, at, "message"),
              text(next, at, "stack"),
              frames(next, at)));
      path = at + "cause";
      next = next.path("cause");
    }
    if (next.isObject()) {
      wrong(path, "absent, as at most " + CAUSES_MAX + " causes are taken", next);
    } else if (!next.isMissingNode() && !next.isNull()) {
      wrong(path, "an object", next);
    }
    return causes;
  }

  private List<StackFrame> frames(JsonNode object, String path) {
    var elements = list(object, path, "frames", FRAMES_MAX, "objects", JsonNode::isObject);
    var frames = new ArrayList<StackFrame>(elements.size());
    for (var i = 0; i < elements.size(); i++) {
      frames.add(frame(elements.get(i), path + "frames[" + i + "]."));
    }
    return frames;
  }

  private StackFrame frame(JsonNode frame, String path) {
    var inApp = frame.path("inApp");
    if (!inApp.isBoolean() && !inApp.isNull() && !inApp.isMissingNode()) {
      wrong(path + "inApp", "true or false", inApp);
    }
    return new StackFrame(
        text(frame, path, "function"),
        text(frame, path, "module"),
        text(frame, path, "file"),
        position(frame, path, "line"),
        position(frame, path, "column"),
        inApp.isBoolean() ? inApp.booleanValue() : null,
        "");
  }

  private String text(JsonNode object, String path, String name) {
    var value = object.path(name);
    if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
      wrong(path + name, "a string", value);
    }
    return value.textValue();
  }

  private int position(JsonNode object, String path, String name) {
    var value = object.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return 0;
    }
    if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.intValue() < 0) {
      wrong(path + name, "a whole number from 0 to " + Integer.MAX_VALUE, value);
    }
    return value.intValue();
  }

  private List<JsonNode> list(
      JsonNode object,
      String path,
      String name,
      int max,
      String what,
      Function<JsonNode, Boolean> isRight) {
    var value = object.path(name);
    var elements = new ArrayList<JsonNode>();
    if (value.isNull() || value.isMissingNode()) {
      return elements;
    }
    if (!value.isArray() || value.size() > max) {
      wrong(path + name, "an array of at most %d %s".formatted(max, what), value);
      return elements;
    }
    for (var i = 0; i < value.size(); i++) {
      if (isRight.apply(value.get(i))) {
        elements.add(value.get(i));
      } else {
        wrong(path + name + "[" + i + "]", "one of " + what, value.get(i));
      }
    }
    return elements;
  }

  private void wrong(String field, String expected, JsonNode was) {
    if (errors.size() < ERRORS_MAX) {
      errors.add(new ParameterError(field, expected, described(was)));
    }
  }

  private static String described(JsonNode value) {
    if (value == null) {
      return "empty";
    }
    return switch (value.getNodeType()) {
      case ARRAY -> "an array of " + value.size();
      case OBJECT -> value.isEmpty() ? "an empty object" : "an object";
      case STRING -> "a string";
      case NUMBER -> "a number";
      default -> value.asText();
    };
  }
}
