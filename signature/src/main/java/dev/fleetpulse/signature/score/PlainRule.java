package dev.fleetpulse.signature.score;

/** What is usually done: the text without {@code :line:column}, as it is otherwise. */
final class PlainRule {
  private PlainRule() {}

  static String of(String stack) {
    var out = new StringBuilder(stack.length());
    for (var i = 0; i < stack.length(); i++) {
      var character = stack.charAt(i);
      if (character != ':' || i + 1 == stack.length() || !isDigit(stack.charAt(i + 1))) {
        out.append(character);
        continue;
      }
      while (i + 1 < stack.length() && isDigit(stack.charAt(i + 1))) {
        i++;
      }
    }
    return out.toString();
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
