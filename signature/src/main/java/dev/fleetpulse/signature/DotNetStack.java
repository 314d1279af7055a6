package dev.fleetpulse.signature;

/** {@code Exception.ToString()} of .NET: inner exceptions stand within their outer ones. */
final class DotNetStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.DOTNET);

  private DotNetStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new DotNetStack(text).read();
  }

  /**
   * Whether it is {@code Namespace.Type.Method(String name)}; {@code from} is behind {@code at}.
   */
  static boolean isFrame(String text, int from, int open, int to) {
    if (open <= from || Scan.isBlank(text.charAt(open - 1))) {
      return false;
    }
    var close = Scan.find(text, ')', open, to);
    if (close < 0 || Scan.find(text, '.', from, open) < 0) {
      return false;
    }
    if (close + 1 < to) {
      return Scan.startsWith(text, " in ", close + 1, to);
    }
    return close == open + 1 || parameters(text, open + 1, close);
  }

  /** Types and names in turns, and nothing of a place. */
  private static boolean parameters(String text, int from, int to) {
    var words = 0;
    for (var i = from; i < to; i++) {
      var character = text.charAt(i);
      if (character == '/' || character == ':' || character == '\\') {
        return false;
      }
      if (character == ' ') {
        words++;
      }
    }
    return words > 0;
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (lines.startsWith("at ")) {
        frame();
      } else if (!lines.isEmpty()) {
        words();
      }
    }
    return trace.build();
  }

  private void words() {
    var text = lines.text;
    if (lines.startsWith("--->")) {
      inner(lines.first + 4);
      return;
    }
    if (lines.startsWith("--- End of ")) {
      return;
    }
    var header = Header.of(text, lines.first, lines.end);
    if (trace.hasFrames() || (header == null && trace.started())) {
      if (!trace.hasFrames()) {
        trace.addMessage(lines.content());
      }
      return;
    }
    if (header == null) {
      trace.addMessage(lines.content());
      return;
    }
    var arrow = Scan.find(text, " ---> ", header.at(), lines.end);
    if (arrow < 0) {
      trace.restart(header.type(), header.message());
      return;
    }
    var first = Header.of(text, header.at(), arrow);
    var known = first == null ? header : first;
    trace.restart(known.type(), known.message());
    inner(arrow + 6);
  }

  private void inner(int from) {
    var text = lines.text;
    var start = from;
    var arrow = Scan.find(text, " ---> ", start, lines.end);
    while (arrow >= 0 && !trace.full()) {
      cause(start, arrow);
      start = arrow + 6;
      arrow = Scan.find(text, " ---> ", start, lines.end);
    }
    cause(start, lines.end);
  }

  private void cause(int from, int to) {
    var header = Header.of(lines.text, from, to);
    trace.begin(
        Thrown.Link.CAUSE,
        header == null ? null : header.type(),
        header == null ? Scan.strip(lines.text, from, to) : header.message());
  }

  /** Frames behind the innermost exception's belong to those around it, further out. */
  private void frame() {
    var text = lines.text;
    var from = lines.first + 3;
    var open = Scan.find(text, '(', from, lines.end);
    if (open < 0) {
      return;
    }
    var close = Scan.find(text, ')', open, lines.end);
    var in = close < 0 ? -1 : Scan.find(text, " in ", close, lines.end);
    var number = in < 0 ? -1 : Scan.find(text, ":line ", in, lines.end);
    var dot = Scan.findLast(text, '.', from, open);
    if (dot > from && text.charAt(dot - 1) == '.') {
      dot--; // The constructor is called ".ctor".
    }
    trace.add(
        new StackFrame(
            text.substring(dot < 0 ? from : dot + 1, open),
            dot < 0 ? null : text.substring(from, dot),
            in < 0 ? null : text.substring(in + 4, number < 0 ? lines.end : number),
            number < 0 ? 0 : Scan.number(text, number + 6, lines.end),
            0,
            lines.content()));
  }
}
