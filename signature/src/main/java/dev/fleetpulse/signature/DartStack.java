package dev.fleetpulse.signature;

/** {@code #0 Class.method (package:app/file.dart:12:5)}. */
final class DartStack {
  private DartStack() {}

  static Trace parse(String text) {
    var lines = new Lines(text);
    var trace = new TraceBuilder(Language.DART);
    while (lines.advance() && !trace.full()) {
      if (lines.isEmpty()) {
        continue;
      }
      if (lines.startsWith("#")) {
        frame(lines, trace);
      } else if (!trace.hasFrames()) {
        words(lines, trace);
      }
    }
    return trace.build();
  }

  private static void frame(Lines lines, TraceBuilder trace) {
    var text = lines.text;
    var from = Scan.digitsAfter(text, lines.first + 1, lines.end);
    var open = Scan.openingBracket(text, from, lines.end);
    if (open < 0 || text.charAt(lines.end - 1) != ')') {
      return;
    }
    var place = Place.of(text, open + 1, lines.end - 1);
    trace.add(
        new StackFrame(
            Scan.strip(text, from, open),
            null,
            place.file(),
            place.line(),
            place.column(),
            lines.content()));
  }

  private static void words(Lines lines, TraceBuilder trace) {
    var header = Header.of(lines.text, lines.first, lines.end);
    if (header == null) {
      trace.addMessage(lines.content());
    } else {
      trace.restart(header.type(), header.message());
    }
  }
}
