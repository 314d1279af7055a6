package dev.fleetpulse.signature;

/** {@code Throwable.printStackTrace} and what loggers make of it; thread dumps, too. */
final class JvmStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.JVM);

  private JvmStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new JvmStack(text).read();
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (!lines.isEmpty() && !frames()) {
        words();
      }
    }
    return trace.build();
  }

  /** Whether the line was one frame, or several that lost their line breaks. */
  private boolean frames() {
    var text = lines.text;
    if (!lines.startsWith("at ")) {
      if (!JvmFrame.isBare(lines)) {
        return false;
      }
      return take(lines.first);
    }
    var at = lines.first;
    var found = false;
    while (at >= 0 && take(at + 3)) {
      found = true;
      var close = Scan.find(text, ')', at, lines.end);
      var next = close < 0 ? -1 : Scan.find(text, " at ", close, lines.end);
      at = next < 0 ? -1 : next + 1;
    }
    return found;
  }

  private boolean take(int from) {
    var frame = JvmFrame.at(lines, from);
    if (frame == null) {
      return false;
    }
    trace.add(frame);
    return true;
  }

  private void words() {
    var text = lines.text;
    if (lines.startsWith("...")) {
      return;
    }
    if (lines.startsWith("Caused by: ") || lines.startsWith("Wrapped by: ")) {
      begin(Thrown.Link.CAUSE, lines.first + "Caused by: ".length());
      return;
    }
    if (lines.startsWith("Suppressed: ")) {
      begin(Thrown.Link.SUPPRESSED, lines.first + "Suppressed: ".length());
      return;
    }
    var header = Header.of(text, lines.first, lines.end);
    if (trace.hasFrames()) {
      if (header != null) {
        trace.begin(Thrown.Link.APART, header.type(), header.message());
      }
    } else if (header == null || (trace.started() && trace.typed())) {
      trace.addMessage(lines.content());
    } else {
      trace.restart(header.type(), header.message());
    }
  }

  private void begin(Thrown.Link link, int from) {
    var header = Header.of(lines.text, from, lines.end);
    if (header != null && header.at() == from) {
      trace.begin(link, header.type(), header.message());
      return;
    }
    var text = lines.text;
    var colon = Scan.find(text, ": ", from, lines.end);
    trace.begin(
        link,
        text.substring(from, colon < 0 ? lines.end : colon),
        colon < 0 ? null : text.substring(colon + 2, lines.end));
  }
}
