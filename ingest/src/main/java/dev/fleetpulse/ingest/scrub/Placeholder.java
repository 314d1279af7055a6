package dev.fleetpulse.ingest.scrub;

import java.util.Locale;
import java.util.Set;

/** Values that stand where a secret would, and are none: null, a type, stars, a variable. */
final class Placeholder {
  private static final int CHARS_MAX = 64;
  private static final int SIGNS_MAX = 3;

  private static final Set<String> WORDS =
      Set.of(
          "null",
          "nil",
          "none",
          "undefined",
          "true",
          "false",
          "nan",
          "empty",
          "unset",
          "missing",
          "absent",
          "required",
          "optional",
          "invalid",
          "unknown",
          "n/a",
          "redacted",
          "hidden",
          "masked",
          "filtered",
          "removed",
          "omitted",
          "protected",
          "sensitive",
          "secure",
          "string",
          "str",
          "number",
          "int",
          "integer",
          "bool",
          "boolean",
          "bytes",
          "byte[]",
          "char[]",
          "object",
          "any",
          "void",
          "buffer",
          "function",
          "(null)",
          "(none)",
          "(empty)",
          "(hidden)",
          "(masked)",
          "(redacted)",
          "(unset)",
          "[filtered]",
          "[hidden]",
          "[masked]",
          "[secure]",
          "[redacted]",
          "[removed]",
          "[omitted]",
          "[empty]",
          "[sensitive]",
          "[protected]");

  private Placeholder() {}

  /** Whether a stretch of a text is one. */
  static boolean is(Scan scan, int from, int to) {
    return to - from <= CHARS_MAX && to > from && is(scan.text(from, to));
  }

  private static boolean is(String value) {
    var first = value.charAt(0);
    return switch (first) {
      case '$' -> value.length() > 1 && isVariable(value);
      case '%' -> value.length() <= 3 || value.charAt(1) == '(' || value.endsWith("%");
      case '{' -> true;
      case '<' -> isAngled(value);
      default -> isMask(value) || WORDS.contains(value.toLowerCase(Locale.ROOT));
    };
  }

  private static boolean isVariable(String value) {
    if (value.charAt(1) == '{' || value.charAt(1) == '(') {
      return true;
    }
    for (var i = 1; i < value.length(); i++) {
      if (!Ascii.upper(value.charAt(i)) && value.charAt(i) != '_') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAngled(String value) {
    for (var i = 1; i < value.length(); i++) {
      var character = value.charAt(i);
      if (!Ascii.letter(character) && " -_>".indexOf(character) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Stars and the like, or a few signs, such as a bracket that a parser did not expect. */
  private static boolean isMask(String value) {
    if (value.length() <= SIGNS_MAX && value.chars().noneMatch(Character::isLetterOrDigit)) {
      return true;
    }
    for (var i = 0; i < value.length(); i++) {
      if ("*•.xX#-_?…".indexOf(value.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
