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
   * @param before characters that it had
   * @param key of the field
   */
  static String cut(String text, int before, String key) {
    var limit =
        before <= Fields.NAME_CHARS_MAX && isName(key)
            ? Fields.NAME_CHARS_MAX
            : Fields.TEXT_CHARS_MAX;
    if (before > limit || text.length() <= limit) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
  }

  private static boolean isName(String key) {
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "name", "type", "app", "instanceid" -> true;
      default -> false;
    };
  }
}
