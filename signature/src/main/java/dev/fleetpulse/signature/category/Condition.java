package dev.fleetpulse.signature.category;

import java.util.Locale;

/** Part of a rule: what must be true of an error. */
sealed interface Condition {
  boolean holds(Evidence evidence);

  /** A word of the message or of the type's brackets, as it is written. */
  record Code(String name) implements Condition {
    @Override
    public boolean holds(Evidence evidence) {
      return evidence.names(name);
    }
  }

  /**
   * The type, with or without its package.
   *
   * @param open whether anything may stand before the name
   * @param middle the name, or its two parts where a star stands within it
   * @param more whether anything may stand behind it
   */
  record Type(boolean open, String middle, boolean more) implements Condition {
    @Override
    public boolean holds(Evidence evidence) {
      return fits(evidence.type()) || fits(evidence.simpleType());
    }

    private boolean fits(String type) {
      var star = middle.indexOf('*');
      if (star >= 0) {
        return type.length() >= middle.length() - 1
            && type.startsWith(middle.substring(0, star))
            && type.endsWith(middle.substring(star + 1));
      }
      if (open && more) {
        return type.contains(middle);
      }
      if (open) {
        return type.endsWith(middle);
      }
      return more ? type.startsWith(middle) : type.equals(middle);
    }
  }

  /** Words of the message, in lower case. */
  record Says(String words) implements Condition {
    @Override
    public boolean holds(Evidence evidence) {
      return evidence.says(words);
    }
  }

  /** The beginning of one of the innermost frames. */
  record Innermost(String name) implements Condition {
    @Override
    public boolean holds(Evidence evidence) {
      return evidence.hasFrame(name);
    }
  }

  /** What is written; null if it is no condition. */
  static Condition parse(String text) {
    var space = text.indexOf(' ');
    if (space < 0 || text.substring(space).isBlank()) {
      return null;
    }
    var words = text.substring(space + 1);
    return switch (text.substring(0, space)) {
      case "code" -> new Code(words.strip());
      case "says" -> new Says(words.stripLeading().toLowerCase(Locale.ROOT));
      case "frame" -> new Innermost(words.strip());
      case "type" -> type(words.strip());
      default -> null;
    };
  }

  private static Condition type(String name) {
    var open = name.startsWith("*");
    var more = name.length() > 1 && name.endsWith("*");
    return new Type(open, name.substring(open ? 1 : 0, name.length() - (more ? 1 : 0)), more);
  }
}
