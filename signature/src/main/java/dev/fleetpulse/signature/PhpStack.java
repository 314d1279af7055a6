package dev.fleetpulse.signature;

/** {@code Uncaught Type: message in file:12}, then {@code #0 file(12): Class->method()}. */
final class PhpStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.PHP);

  private PhpStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new PhpStack(text).read();
  }

  static boolean isFrame(Lines line) {
    var text = line.text;
    var from = begin(line);
    return from > 0
        && (Scan.startsWith(text, "{main}", from, line.end)
            || Scan.startsWith(text, "[internal function]", from, line.end)
            || call(line, from) > 0);
  }

  /** Behind {@code #12 }; -1 if the line does not begin so. */
  private static int begin(Lines line) {
    if (!line.startsWith("#")) {
      return -1;
    }
    var end = Scan.digitsAfter(line.text, line.first + 1, line.end);
    return end > line.first + 1 && end < line.end && line.text.charAt(end) == ' ' ? end + 1 : -1;
  }

  /** Where the call begins behind {@code file(12): }; -1 if it does not. */
  private static int call(Lines line, int from) {
    var text = line.text;
    var colon = Scan.find(text, "): ", from, line.end);
    if (colon < 0) {
      return -1;
    }
    var digits = Scan.digitsBefore(text, from, colon);
    return digits < colon && digits > from && text.charAt(digits - 1) == '(' ? colon + 3 : -1;
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (lines.isEmpty()) {
        continue;
      }
      var from = begin(lines);
      if (from > 0) {
        frame(from);
      } else {
        words();
      }
    }
    return trace.build();
  }

  private void frame(int from) {
    var text = lines.text;
    var inner = "[internal function]: ";
    if (Scan.startsWith(text, inner, from, lines.end)) {
      add(null, 0, from + inner.length());
      return;
    }
    var call = call(lines, from);
    if (call > 0) {
      var digits = Scan.digitsBefore(text, from, call - 3);
      add(text.substring(from, digits - 1), Scan.number(text, digits, call - 3), call);
    }
  }

  private void add(String file, int line, int from) {
    var text = lines.text;
    var open = Scan.find(text, '(', from, lines.end);
    var to = open < 0 ? lines.end : open;
    var arrow = Math.max(Scan.find(text, "->", from, to), Scan.find(text, "::", from, to));
    trace.add(
        new StackFrame(
            text.substring(arrow < 0 ? from : arrow + 2, to),
            arrow < 0 ? null : text.substring(from, arrow),
            file,
            line,
            0,
            lines.content()));
  }

  private void words() {
    var text = lines.text;
    if (lines.startsWith("Stack trace:") || lines.startsWith("thrown in ")) {
      return;
    }
    var next = lines.startsWith("Next ");
    var header = Header.of(text, lines.first, lines.end);
    if (header == null) {
      if (!trace.hasFrames()) {
        trace.addMessage(lines.content());
      }
      return;
    }
    // PHP writes the first thrown first, and what it led to next.
    trace.begin(
        next ? Thrown.Link.APART : Thrown.Link.OUTERMOST, header.type(), message(header.message()));
    place();
  }

  private static String message(String message) {
    if (message == null) {
      return null;
    }
    var in = message.lastIndexOf(" in /");
    return in < 0 ? message : message.substring(0, in);
  }

  /** The place of the throw itself stands behind the message only. */
  private void place() {
    var text = lines.text;
    var in = Scan.findLast(text, " in /", lines.first, lines.end);
    if (in < 0) {
      return;
    }
    var place = Place.of(text, in + 4, lines.end);
    if (place.line() > 0) {
      trace.add(new StackFrame(null, null, place.file(), place.line(), 0, lines.content()));
    }
  }
}
