package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON values as answers speak of them, for example {@code the string "abc"}. */
final class Described {
  private static final int SHOWN_CHARS_MAX = 40;

  private Described() {}

  /** The value, cut short; a missing one is {@code absent}. */
  static String value(JsonNode value) {
    if (value == null) {
      return "absent";
    }
    return switch (value.getNodeType()) {
      case STRING -> "the string \"" + cut(value.textValue()) + "\"";
      case NUMBER -> "the number " + cut(value.asText());
      case BOOLEAN, NULL -> value.asText();
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case BINARY, MISSING, POJO -> throw new IllegalStateException("No JSON: " + value);
    };
  }

  private static String cut(String text) {
    if (text.length() <= SHOWN_CHARS_MAX) {
      return text;
    }
    var end = SHOWN_CHARS_MAX;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
