package dev.fleetpulse.signature;

/** Panics and fatal errors of Go: the function on one line, its place on the next. */
final class GoStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.GO);
  private String function;
  private String functionLine;
  private boolean inGoroutine;

  private GoStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new GoStack(text).read();
  }

  /** {@code /path/file.go:12 +0x1d}. */
  static boolean isPlace(Lines line) {
    var dot = Scan.find(line.text, ".go:", line.first, line.end);
    var digits = dot < 0 ? line.end : dot + 4;
    return digits < line.end && Scan.isDigit(line.text.charAt(digits));
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (lines.isEmpty()) {
        function = null;
      } else if (!line()) {
        break;
      }
    }
    return trace.build();
  }

  /** Whether the goroutine that failed goes on; the others only say where they waited. */
  private boolean line() {
    if (lines.startsWith("goroutine ")) {
      if (trace.hasFrames()) {
        return false;
      }
      inGoroutine = true;
    } else if (isPlace(lines) && function != null) {
      frame();
    } else if (isCall()) {
      takeFunction();
    } else if (!inGoroutine) {
      message();
    }
    return true;
  }

  private void message() {
    for (var words : new String[] {"panic: ", "fatal error: "}) {
      if (lines.startsWith(words) && !trace.started()) {
        trace.begin(
            Thrown.Link.OUTERMOST, words.substring(0, words.length() - 2), lines.after(words));
        return;
      }
    }
    if (!lines.startsWith("[signal ") && !lines.startsWith("panic: ")) {
      trace.addMessage(lines.content());
    }
  }

  private boolean isCall() {
    var text = lines.text;
    if (lines.startsWith("created by ")) {
      return true;
    }
    return lines.indent() == 0
        && inGoroutine
        && text.charAt(lines.end - 1) == ')'
        && Scan.openingBracket(text, lines.first, lines.end) > lines.first;
  }

  private void takeFunction() {
    var text = lines.text;
    functionLine = lines.content();
    if (lines.startsWith("created by ")) {
      var from = lines.first + "created by ".length();
      var in = Scan.find(text, " in goroutine", from, lines.end);
      function = text.substring(from, in < 0 ? lines.end : in);
      return;
    }
    function = text.substring(lines.first, Scan.openingBracket(text, lines.first, lines.end));
  }

  private void frame() {
    var text = lines.text;
    var dot = Scan.find(text, ".go:", lines.first, lines.end);
    var digits = Scan.digitsAfter(text, dot + 4, lines.end);
    var slash = function.lastIndexOf('/');
    var point = function.indexOf('.', slash + 1);
    trace.add(
        new StackFrame(
            point < 0 ? function : function.substring(point + 1),
            point < 0 ? null : function.substring(0, point),
            text.substring(lines.first, dot + 3),
            Scan.number(text, dot + 4, digits),
            0,
            functionLine));
    function = null;
  }
}
