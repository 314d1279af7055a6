package dev.fleetpulse.ingest.scrub;

import dev.fleetpulse.ingest.request.Fields;
import java.util.Locale;

/**
 * A marker may be longer than its secret. Texts that were within a limit of the protocol stay
 * within it, so that nothing is refused because it was scrubbed.
 */
final class TextLimits {
  private TextLimits() {}

  /**
   * The text, or as much of its beginning as the limit allows which it kept before.
   *
   * @param before what it was
   * @param key of the field
   */
  static String cut(String text, String before, String key) {
    var charsBefore = chars(before);
    var limit =
        charsBefore <= Fields.NAME_CHARS_MAX && isName(key)
            ? Fields.NAME_CHARS_MAX
            : Fields.TEXT_CHARS_MAX;
    return charsBefore > limit || chars(text) <= limit
        ? text
        : text.substring(0, text.offsetByCodePoints(0, limit));
  }

  private static int chars(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isName(String key) {
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "name", "type", "app", "instanceid" -> true;
      default -> false;
    };
  }
}
