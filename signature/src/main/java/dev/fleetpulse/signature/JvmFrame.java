package dev.fleetpulse.signature;

/** {@code loader/module@version/package.Class.method(File.java:12)}. */
final class JvmFrame {
  private JvmFrame() {}

  /** The frame that begins here; null if none does. */
  static StackFrame at(Lines line, int from) {
    var text = line.text;
    var open = Scan.find(text, '(', from, line.end);
    if (open < 0) {
      return null;
    }
    var close = Scan.find(text, ')', open, line.end);
    if (close < 0) {
      close = line.end;
    }
    var name = from;
    for (var i = from; i < open; i++) {
      var character = text.charAt(i);
      if (character == '/' && !isHidden(text, i)) {
        name = i + 1;
      } else if (character == ' ') {
        return null;
      }
    }
    var dot = Scan.findLast(text, '.', name, open);
    if (dot <= name || dot + 1 == open) {
      return null;
    }
    return located(line, name, dot, open, close);
  }

  /** The slash in the name of a hidden class, {@code Foo$$Lambda/0x0000abcd}. */
  private static boolean isHidden(String text, int slash) {
    return text.startsWith("0x", slash + 1)
        || (slash > 0
            && Scan.isDigit(text.charAt(slash - 1))
            && slash + 1 < text.length()
            && Scan.isDigit(text.charAt(slash + 1)));
  }

  private static StackFrame located(Lines line, int name, int dot, int open, int close) {
    var text = line.text;
    var place = Place.of(text, open + 1, close);
    return new StackFrame(
        text.substring(dot + 1, open),
        text.substring(name, dot),
        place.file(),
        place.line(),
        0,
        text.substring(line.first, Math.min(line.end, close + 1)));
  }

  /** Whether a line without {@code at} is a frame all the same, as mail and trackers leave them. */
  static boolean isBare(Lines line) {
    var text = line.text;
    if (line.first == line.end || text.charAt(line.end - 1) != ')') {
      return false;
    }
    var open = Scan.findLast(text, '(', line.first, line.end);
    if (open <= line.first || !isSource(text, open + 1, line.end - 1)) {
      return false;
    }
    for (var i = line.first; i < open; i++) {
      var character = text.charAt(i);
      if (!Scan.isName(character) && character != '.' && character != '<' && character != '>') {
        return false;
      }
    }
    return true;
  }

  /** Whether the brackets hold what only the JVM writes there. */
  static boolean isSource(String text, int from, int to) {
    if (Scan.startsWith(text, "Native Method", from, to)
        || Scan.startsWith(text, "Unknown Source", from, to)
        || Scan.startsWith(text, "<generated>", from, to)
        || Scan.startsWith(text, "<Unknown", from, to)) {
      return true;
    }
    var colon = Scan.find(text, ':', from, to);
    var end = colon < 0 ? to : colon;
    return Scan.endsWith(text, ".java", from, end)
        || Scan.endsWith(text, ".kt", from, end)
        || Scan.endsWith(text, ".scala", from, end)
        || Scan.endsWith(text, ".groovy", from, end)
        || Scan.endsWith(text, ".clj", from, end);
  }
}
