package dev.fleetpulse.signature;

/**
 * Debuggers, sanitizers and kernels: {@code #0 0xaddress in function file:12}, {@code f+0x1/0x2}.
 */
final class NativeStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.NATIVE);
  private boolean done;

  private NativeStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new NativeStack(text).read();
  }

  /** {@code function+0x12/0x34}, as kernels write it. */
  static boolean isFrame(Lines line) {
    return offset(line.text, line.first, line.end) > 0;
  }

  private static int offset(String text, int from, int to) {
    var plus = Scan.find(text, "+0x", from, to);
    while (plus > from) {
      if (Scan.isName(text.charAt(plus - 1))) {
        return plus;
      }
      plus = Scan.find(text, "+0x", plus + 3, to);
    }
    return -1;
  }

  private Trace read() {
    while (lines.advance() && !done) {
      skipClock();
      if (!lines.isEmpty()) {
        line();
      }
    }
    return trace.build();
  }

  /** {@code [ 12.345678][ T123] } in front of each line of a kernel's log. */
  private void skipClock() {
    var text = lines.text;
    while (lines.first < lines.end && text.charAt(lines.first) == '[') {
      var close = Scan.find(text, ']', lines.first, lines.end);
      if (close < 0 || close - lines.first > 24 || !isClock(text, lines.first + 1, close)) {
        return;
      }
      lines.first = close + 1;
      while (lines.first < lines.end && Scan.isBlank(text.charAt(lines.first))) {
        lines.first++;
      }
    }
  }

  private static boolean isClock(String text, int from, int to) {
    for (var i = from; i < to; i++) {
      var character = text.charAt(i);
      if (!Scan.isDigit(character)
          && character != '.'
          && character != ' '
          && character != 'T'
          && character != 'C') {
        return false;
      }
    }
    return true;
  }

  private void line() {
    var text = lines.text;
    if (lines.startsWith("#")) {
      numbered();
    } else if (!trace.hasFrames() && !trace.typed() && names()) {
      // What the report begins with may hold an address of its own.
    } else if (lines.startsWith("RIP: ") || offset(text, lines.first, lines.end) > 0) {
      kernel();
    } else if (!trace.hasFrames()) {
      words();
    }
  }

  /** A second {@code #0} begins another thread, or where memory was allocated and freed. */
  private void numbered() {
    var text = lines.text;
    var from = Scan.digitsAfter(text, lines.first + 1, lines.end);
    if (from == lines.first + 1) {
      return;
    }
    if (trace.hasFrames() && from == lines.first + 2 && text.charAt(lines.first + 1) == '0') {
      done = true;
      return;
    }
    while (from < lines.end && Scan.isBlank(text.charAt(from))) {
      from++;
    }
    if (Scan.startsWith(text, "0x", from, lines.end)) {
      from = skipAddress(from);
    }
    if (from < lines.end) {
      named(from);
    }
  }

  private int skipAddress(int from) {
    var text = lines.text;
    var at = from + 2;
    while (at < lines.end && Scan.isHex(text.charAt(at))) {
      at++;
    }
    for (var words : new String[] {" in ", " at "}) {
      if (Scan.startsWith(text, words, at, lines.end)) {
        return at + words.length();
      }
    }
    return Math.min(at + 1, lines.end);
  }

  private void named(int from) {
    var text = lines.text;
    var end = lines.end;
    var plus = offset(text, from, end);
    var at = Scan.find(text, " at ", from, end);
    var inLibrary = Scan.find(text, " from ", from, end);
    var nameEnd = nameEnd(from, end);
    if (plus > 0 && plus < nameEnd) {
      nameEnd = plus;
    }
    if (at > 0) {
      var place = Place.of(text, at + 4, end);
      add(from, nameEnd, null, place);
    } else if (inLibrary > 0) {
      add(from, nameEnd, text.substring(inLibrary + 6, end), new Place(null, 0, 0));
    } else {
      add(from, nameEnd, null, sanitizerPlace(nameEnd, end));
    }
  }

  /** The place stands last behind the function, without words around it. */
  private Place sanitizerPlace(int from, int to) {
    var text = lines.text;
    var blank = Scan.findLast(text, ' ', from, to);
    if (blank < 0 || blank + 1 >= to) {
      return new Place(null, 0, 0);
    }
    if (text.charAt(blank + 1) == '(') {
      var plus = Scan.find(text, "+0x", blank, to);
      return new Place(Scan.strip(text, blank + 2, plus < 0 ? to - 1 : plus), 0, 0);
    }
    return Place.of(text, blank + 1, to);
  }

  /** Behind the function's name; brackets and angle brackets may hold blanks. */
  private int nameEnd(int from, int to) {
    var depth = 0;
    for (var i = from; i < to; i++) {
      var character = lines.text.charAt(i);
      if (character == '<' || character == '(') {
        depth++;
      } else if (character == '>' || character == ')') {
        depth = Math.max(0, depth - 1);
      } else if (character == ' ' && depth == 0 && !isOperator(from, i)) {
        return i;
      }
    }
    return to;
  }

  private boolean isOperator(int from, int blank) {
    return Scan.endsWith(lines.text, "operator", from, blank)
        || Scan.endsWith(lines.text, "const", from, blank);
  }

  private void add(int from, int to, String module, Place place) {
    var end = to;
    var text = lines.text;
    if (end > from && text.charAt(end - 1) == ')') {
      var open = Scan.openingBracket(text, from, end);
      end = open > from ? open : end;
    }
    var function = Scan.strip(text, from, end);
    trace.add(
        new StackFrame(
            function.isEmpty() ? null : function,
            module,
            place.file(),
            place.line(),
            place.column(),
            lines.content()));
  }

  /**
   * {@code ? function+0x1/0x2 file.c:12 [module]}; a question mark says the kernel only guesses.
   */
  private void kernel() {
    var text = lines.text;
    var plus = offset(text, lines.first, lines.end);
    if (plus < 0) {
      return;
    }
    var from = plus;
    while (from > lines.first && isSymbol(text.charAt(from - 1))) {
      from--;
    }
    if (text.charAt(lines.first) == '?') {
      return;
    }
    var blank = Scan.find(text, ' ', plus, lines.end);
    var place = blank < 0 ? new Place(null, 0, 0) : kernelPlace(blank + 1);
    add(from, plus, null, place);
  }

  private Place kernelPlace(int from) {
    var text = lines.text;
    var end = Scan.find(text, ' ', from, lines.end);
    var place = Place.of(text, from, end < 0 ? lines.end : end);
    return place.line() == 0 ? new Place(null, 0, 0) : place;
  }

  private static boolean isSymbol(char character) {
    return Scan.isName(character) || character == '.' || character == ':' || character == '~';
  }

  private void words() {
    trace.addMessage(lines.content());
  }

  /** Whether the line says what went wrong. */
  private boolean names() {
    for (var words : new String[] {"ERROR: ", "BUG: ", "WARNING: ", "panic: "}) {
      var at = Scan.find(lines.text, words, lines.first, lines.end);
      if (at >= 0) {
        sanitizer(at + words.length(), words);
        return true;
      }
    }
    return false;
  }

  /** {@code AddressSanitizer: heap-use-after-free on address …}, {@code KASAN: … in f}. */
  private void sanitizer(int from, String words) {
    var text = lines.text;
    var colon = Scan.find(text, ": ", from, lines.end);
    if (colon < 0 || Scan.find(text, ' ', from, colon) > 0) {
      trace.restart(words.substring(0, words.length() - 2), Scan.strip(text, from, lines.end));
      return;
    }
    var kind = Scan.digitsAfter(text, colon + 2, lines.end);
    while (kind < lines.end && text.charAt(kind) != ' ') {
      kind++;
    }
    trace.restart(
        text.substring(from, colon) + " " + text.substring(colon + 2, kind),
        Scan.strip(text, kind, lines.end));
  }
}
