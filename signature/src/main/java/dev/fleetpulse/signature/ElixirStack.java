package dev.fleetpulse.signature;

/** {@code ** (Type) message}, then {@code (app 1.0.0) lib/file.ex:12: Module.function/2}. */
final class ElixirStack {
  private ElixirStack() {}

  static Trace parse(String text) {
    var lines = new Lines(text);
    var trace = new TraceBuilder(Language.ELIXIR);
    while (lines.advance() && !trace.full()) {
      if (isFrame(lines)) {
        frame(lines, trace);
      } else if (!lines.isEmpty() && !trace.hasFrames()) {
        words(lines, trace);
      }
    }
    return trace.build();
  }

  static boolean isFrame(Lines lines) {
    return place(lines) > 0;
  }

  /** Behind the number of the line, at the colon; -1 if the line has none. */
  private static int place(Lines lines) {
    for (var extension : new String[] {".ex:", ".exs:", ".erl:"}) {
      var at = Scan.find(lines.text, extension, lines.first, lines.end);
      if (at >= 0) {
        var from = at + extension.length();
        var end = Scan.digitsAfter(lines.text, from, lines.end);
        return end > from && Scan.startsWith(lines.text, ": ", end, lines.end) ? end : -1;
      }
    }
    return -1;
  }

  private static void frame(Lines lines, TraceBuilder trace) {
    var text = lines.text;
    var end = place(lines);
    var digits = Scan.digitsBefore(text, lines.first, end);
    var from = lines.first;
    String module = null;
    if (text.charAt(from) == '(') {
      var close = Scan.find(text, ')', from, digits);
      if (close > 0) {
        var blank = Scan.find(text, ' ', from, close);
        module = text.substring(from + 1, blank < 0 ? close : blank);
        from = Math.min(close + 2, digits);
      }
    }
    trace.add(
        new StackFrame(
            text.substring(end + 2, lines.end),
            module,
            text.substring(from, Math.max(from, digits - 1)),
            Scan.number(text, digits, end),
            0,
            lines.content()));
  }

  private static void words(Lines lines, TraceBuilder trace) {
    var text = lines.text;
    var open = Scan.find(text, "** (", lines.first, lines.end);
    var close = open < 0 ? -1 : Scan.find(text, ')', open, lines.end);
    if (close > 0) {
      trace.restart(text.substring(open + 4, close), Scan.strip(text, close + 1, lines.end));
    } else {
      trace.addMessage(lines.content());
    }
  }
}
