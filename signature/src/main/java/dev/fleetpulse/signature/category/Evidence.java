package dev.fleetpulse.signature.category;

import dev.fleetpulse.signature.StackFrame;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What rules may ask about one exception; the message is read once for all of them. */
final class Evidence {
  private static final int CHARACTERS_MAX = 1000;

  private final String type;
  private final String simpleType;
  private final String message;
  private final Set<String> said;
  private final List<StackFrame> frames;

  Evidence(String type, String message, List<StackFrame> frames, Phrases phrases) {
    this.type = bounded(type);
    simpleType = this.type.substring(this.type.lastIndexOf('.') + 1);
    this.message = bounded(message);
    said = phrases.in(this.message.toLowerCase(Locale.ROOT));
    this.frames = frames;
  }

  private static String bounded(String text) {
    if (text == null) {
      return "";
    }
    return text.substring(0, Math.min(text.length(), CHARACTERS_MAX));
  }

  String type() {
    return type;
  }

  String simpleType() {
    return simpleType;
  }

  boolean says(String words) {
    return said.contains(words);
  }

  /** Whether the message or the type holds the name as a word of its own. */
  boolean names(String name) {
    return isWord(message, name) || isWord(type, name);
  }

  private static boolean isWord(String text, String name) {
    for (var at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      var end = at + name.length();
      if ((at == 0 || !isPart(text.charAt(at - 1)))
          && (end == text.length() || !isPart(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPart(char character) {
    return Character.isLetterOrDigit(character) || character == '_';
  }

  boolean hasFrame(String name) {
    for (var frame : frames) {
      var place = frame.module() == null ? frame.file() : frame.module();
      if (place != null && place.startsWith(name)) {
        return true;
      }
    }
    return false;
  }
}
