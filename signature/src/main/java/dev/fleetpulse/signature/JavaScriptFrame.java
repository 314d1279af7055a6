package dev.fleetpulse.signature;

/** One line of {@code Error.stack}, of whichever engine. */
final class JavaScriptFrame {
  private static final int FUNCTION_CHARACTERS_MAX = 300;

  private JavaScriptFrame() {}

  /** V8, Chakra and Hermes: {@code at function (place)}; {@code from} is behind {@code at}. */
  static StackFrame at(Lines line, int from) {
    var text = line.text;
    var to = line.end;
    if (Scan.endsWith(text, " {", from, to)) {
      to -= 2;
    }
    if (to <= from) {
      return null;
    }
    if (text.charAt(to - 1) == ')') {
      var open = Scan.openingBracket(text, from, to);
      if (open >= from && looksLikePlace(text, open + 1, to - 1)) {
        return called(line, from, open, to - 1);
      }
    }
    var start = Scan.startsWith(text, "async ", from, to) ? from + 6 : from;
    if (looksLikePlace(text, start, to)) {
      return located(line, null, start, to);
    }
    return null;
  }

  private static StackFrame called(Lines line, int from, int open, int close) {
    var function = Scan.strip(line.text, from, open);
    return located(line, function, open + 1, close);
  }

  private static StackFrame located(Lines line, String function, int from, int to) {
    var text = line.text;
    if (Scan.startsWith(text, "eval at ", from, to)) {
      return evaluated(line, function, from, to);
    }
    var place = Place.of(text, from, to);
    return frame(function, place.file(), place.line(), place.column(), line);
  }

  /** Code from a string is told by where the outermost {@code eval} stands. */
  private static StackFrame evaluated(Lines line, String function, int from, int to) {
    var text = line.text;
    var open = from;
    for (var i = from; i < to && text.charAt(i) != ')'; i++) {
      if (text.charAt(i) == '(') {
        open = i + 1;
      }
    }
    var close = Scan.find(text, ')', open, to);
    var place = Place.of(text, open, close < 0 ? to : close);
    return frame(
        function == null ? "eval" : function, place.file(), place.line(), place.column(), line);
  }

  private static boolean looksLikePlace(String text, int from, int to) {
    if (from >= to) {
      return false;
    }
    if (Scan.isDigit(text.charAt(to - 1))) {
      var digits = Scan.digitsBefore(text, from, to);
      return digits > from && (text.charAt(digits - 1) == ':' || text.charAt(digits - 1) == ' ');
    }
    return text.charAt(from) == '<'
        || Scan.startsWith(text, "native", from, to)
        || Scan.startsWith(text, "index ", from, to)
        || Scan.startsWith(text, "unknown", from, to)
        || Scan.startsWith(text, "node:", from, to)
        || Scan.startsWith(text, "address at ", from, to)
        || Scan.startsWith(text, "eval at ", from, to)
        || Scan.startsWith(text, "eval code", from, to)
        || Scan.startsWith(text, "wasm:", from, to);
  }

  /** SpiderMonkey, JavaScriptCore, Opera: {@code function@place}; null if it is not that. */
  static StackFrame atSign(Lines line) {
    var text = line.text;
    var sign = separator(line);
    if (sign < 0) {
      return null;
    }
    var from = sign + 1;
    var to = line.end;
    if (Scan.startsWith(text, "[native code]", from, to)) {
      return frame(name(text, line.first, sign), "[native code]", 0, 0, line);
    }
    var evaluated = Scan.find(text, " line ", from, to);
    var place = Place.of(text, from, to);
    if (place.file() == null || place.line() == 0) {
      return null;
    }
    if (evaluated > 0 && Scan.find(text, " > ", evaluated, to) > 0) {
      return frame(
          name(text, line.first, sign),
          text.substring(from, evaluated),
          Scan.number(text, evaluated + 6, Scan.digitsAfter(text, evaluated + 6, to)),
          0,
          line);
    }
    return frame(name(text, line.first, sign), place.file(), place.line(), place.column(), line);
  }

  /**
   * The sign between function and place. Both may hold signs of their own, but what follows the
   * right one up to the next has no quote or closing bracket of a function's name.
   */
  private static int separator(Lines line) {
    var text = line.text;
    var sign = Scan.find(text, '@', line.first, line.end);
    while (sign >= 0 && sign - line.first <= FUNCTION_CHARACTERS_MAX) {
      var next = Scan.find(text, '@', sign + 1, line.end);
      if (isPlaceBegin(text, sign + 1, next < 0 ? line.end : next)) {
        return sign;
      }
      sign = next;
    }
    return -1;
  }

  private static boolean isPlaceBegin(String text, int from, int to) {
    if (from >= to || text.charAt(from) == '[') {
      return from < to;
    }
    for (var i = from; i < to; i++) {
      var character = text.charAt(i);
      if (character == '"' || character == '\'' || character == ']' || character == '<') {
        return false;
      }
    }
    return true;
  }

  /** The name before the sign, without the values of arguments that old engines wrote there. */
  private static String name(String text, int from, int to) {
    var end = to;
    if (end > from && text.charAt(end - 1) == ')') {
      var open = Scan.openingBracket(text, from, end);
      if (open >= from) {
        end = open;
      }
    }
    var anonymous = "<anonymous function: ";
    if (Scan.startsWith(text, anonymous, from, end) && text.charAt(end - 1) == '>') {
      return text.substring(from + anonymous.length(), end - 1);
    }
    return Scan.strip(text, from, end);
  }

  /** JavaScriptCore without a function's name: nothing but the place. */
  static StackFrame bare(Lines line) {
    var text = line.text;
    if (!Scan.isDigit(text.charAt(line.end - 1))) {
      return null;
    }
    var place = Place.of(text, line.first, line.end);
    if (place.file() == null || place.line() == 0 || !isFileName(place.file())) {
      return null;
    }
    return frame(null, place.file(), place.line(), place.column(), line);
  }

  private static boolean isFileName(String file) {
    var dot = -1;
    for (var i = 0; i < file.length(); i++) {
      var character = file.charAt(i);
      if (Scan.isBlank(character) || character == '(' || character == '\'' || character == '"') {
        return false;
      }
      if (character == '.') {
        dot = i;
      }
    }
    return dot >= 0 && dot < file.length() - 1 && Scan.isLetter(file.charAt(dot + 1));
  }

  /**
   * Opera before 11: {@code Line 4 of linked script URL: In function f}; null if it is not that.
   */
  static StackFrame opera(Lines line) {
    var text = line.text;
    var from = Scan.startsWith(text, "...", line.first, line.end) ? line.first + 3 : line.first;
    while (from < line.end && Scan.isBlank(text.charAt(from))) {
      from++;
    }
    if (!Scan.startsWith(text, "Line ", from, line.end)) {
      return null;
    }
    var digits = Scan.digitsAfter(text, from + 5, line.end);
    if (digits == from + 5 || !Scan.startsWith(text, " of ", digits, line.end)) {
      return null;
    }
    var script = Scan.find(text, "script ", digits, line.end);
    if (script < 0) {
      return null;
    }
    var url = script + "script ".length();
    if (Scan.startsWith(text, "in ", url, line.end)) {
      url += 3;
    }
    var in = Scan.find(text, ": In function ", url, line.end);
    var function = in < 0 ? null : text.substring(in + ": In function ".length(), line.end);
    return frame(
        function,
        text.substring(url, in < 0 ? line.end : in),
        Scan.number(text, from + 5, digits),
        0,
        line);
  }

  static StackFrame frame(String function, String file, int row, int column, Lines line) {
    var named = function == null || function.isEmpty() ? null : function;
    return new StackFrame(named, null, file, row, column, line.content());
  }
}
