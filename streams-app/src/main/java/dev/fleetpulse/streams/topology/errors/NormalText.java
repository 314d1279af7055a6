package dev.fleetpulse.streams.topology.errors;

/**
 * Text without what differs from run to run: numbers and addresses become {@code #}, paths keep
 * their last two parts. One pass, whatever the text.
 */
final class NormalText {
  private final StringBuilder out;
  private int wordStart;
  private int lastSlash = -1;

  private NormalText(int capacity) {
    out = new StringBuilder(capacity);
  }

  static String of(String text) {
    var normal = new NormalText(text.length());
    var index = 0;
    while (index < text.length()) {
      index = normal.take(text, index);
    }
    return normal.out.toString();
  }

  /** Takes what stands at the index and says where the next piece starts. */
  private int take(String text, int index) {
    var next = text.charAt(index);
    if (isDigit(next)) {
      out.append('#');
      return numberEnd(text, index);
    }
    if (next == '/' || next == '\\') {
      takeSlash();
    } else {
      out.append(next);
      if (!isPartOfPath(next)) {
        startWord();
      }
    }
    return index + 1;
  }

  /** What stands before the slash before this one is no longer among the last two parts. */
  private void takeSlash() {
    if (lastSlash >= 0) {
      out.delete(wordStart, lastSlash + 1);
    }
    lastSlash = out.length();
    out.append('/');
  }

  private void startWord() {
    wordStart = out.length();
    lastSlash = -1;
  }

  private static int numberEnd(String text, int start) {
    var hex =
        text.charAt(start) == '0' && start + 1 < text.length() && text.charAt(start + 1) == 'x';
    var end = hex ? start + 2 : start + 1;
    while (end < text.length()
        && (isDigit(text.charAt(end)) || (hex && isHexLetter(text.charAt(end))))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isHexLetter(char character) {
    return (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
  }

  private static boolean isPartOfPath(char character) {
    return Character.isLetterOrDigit(character) || "._-+@:$~".indexOf(character) >= 0;
  }
}
