package dev.fleetpulse.signature;

/**
 * The line that says what was thrown, {@code Type: message}, as JavaScript, the JVM and .NET write
 * it, whatever a logger put before it.
 *
 * @param type with its package, or with its code behind it as in {@code Error[ENOENT]}
 * @param message null if there is none
 * @param at where the type begins in the text
 */
record Header(String type, String message, int at) {
  private static final String[] ENDINGS = {
    "Error",
    "Exception",
    "Throwable",
    "Failure",
    "Fault",
    "Warning",
    "Interrupt",
    "Death",
    "Rejection"
  };

  /** What the part of the text says was thrown; null if it does not look like that. */
  static Header of(String text, int from, int to) {
    var i = from;
    while (i < to) {
      if (!isTypeStart(text.charAt(i))) {
        i++;
        continue;
      }
      var end = i + 1;
      while (end < to && isTypePart(text.charAt(end))) {
        end++;
      }
      var header = at(text, i, end, to);
      if (header != null) {
        return header;
      }
      i = end;
    }
    return null;
  }

  /** A first line whose type has a name of its own making; null if it has no colon after a name. */
  static Header ofAnyName(String text, int from, int to) {
    if (from >= to || !Scan.isUpper(text.charAt(from))) {
      return null;
    }
    var end = from + 1;
    while (end < to && isTypePart(text.charAt(end))) {
      end++;
    }
    if (end + 1 < to && text.charAt(end) == ':' && text.charAt(end + 1) == ' ') {
      return new Header(text.substring(from, end), Scan.strip(text, end + 1, to), from);
    }
    return null;
  }

  private static Header at(String text, int from, int end, int to) {
    var nameEnd = end;
    while (nameEnd > from && text.charAt(nameEnd - 1) == '.') {
      nameEnd--;
    }
    if (nameEnd != end || !isThrowable(text, from, end)) {
      return null;
    }
    if (end == to) {
      return new Header(text.substring(from, end), null, from);
    }
    var next = text.charAt(end);
    if (next == ':') {
      return colon(text, from, end, "", end + 1, to);
    }
    if (next == ' ' && end + 1 < to && text.charAt(end + 1) == '[') {
      var close = Scan.find(text, ']', end + 2, to);
      if (close > 0 && close - end < 64 && (close + 1 == to || text.charAt(close + 1) == ':')) {
        return colon(text, from, end, text.substring(end + 1, close + 1), close + 2, to);
      }
    }
    if (next == ' ' && end + 2 == to && text.charAt(end + 1) == '{') {
      return new Header(text.substring(from, end), null, from);
    }
    return null;
  }

  private static Header colon(
      String text, int from, int end, String code, int messageStart, int to) {
    var message = messageStart >= to ? "" : Scan.strip(text, messageStart, to);
    return new Header(text.substring(from, end) + code, message.isEmpty() ? null : message, from);
  }

  private static boolean isThrowable(String text, int from, int end) {
    var simple = Scan.findLast(text, '.', from, end) + 1;
    if (simple == 0) {
      simple = from;
    }
    if (!Scan.isUpper(text.charAt(simple)) && text.charAt(simple) != '_') {
      return false;
    }
    for (var ending : ENDINGS) {
      if (Scan.endsWith(text, ending, simple, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTypeStart(char character) {
    return Scan.isLetter(character) || character == '_';
  }

  private static boolean isTypePart(char character) {
    return Scan.isName(character) || character == '.';
  }
}
