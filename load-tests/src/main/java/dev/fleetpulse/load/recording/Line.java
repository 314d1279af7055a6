package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;

/** One object of a recorded file and where it stood, so that what is wrong with it can be found. */
record Line(Path file, long number, ObjectNode json) {

  String text(String field) {
    return optionalText(field).orElseThrow(() -> refused(field + " must be a text"));
  }

  /** The text, or nothing where the field is absent, null or empty. */
  Optional<String> optionalText(String field) {
    var value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw refused(field + " must be a text");
    }
    return value.textValue().isEmpty() ? Optional.empty() : Optional.of(value.textValue());
  }

  /** A whole number that is not negative: a time in milliseconds, a count of tokens. */
  long count(String field) {
    var value = json.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw refused(field + " must be a whole number from 0");
    }
    return value.longValue();
  }

  BigDecimal number(String field) {
    var value = json.path(field);
    if (!value.isNumber()) {
      throw refused(field + " must be a number");
    }
    return value.decimalValue();
  }

  ObjectNode object(String field) {
    if (json.path(field) instanceof ObjectNode object) {
      return object;
    }
    throw refused(field + " must be an object");
  }

  boolean has(String field) {
    JsonNode value = json.path(field);
    return !value.isMissingNode() && !value.isNull();
  }

  RecordingException refused(String why) {
    return new RecordingException(file, number, why);
  }
}
