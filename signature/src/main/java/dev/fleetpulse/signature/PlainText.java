package dev.fleetpulse.signature;

/** Words without frames: what was thrown, if a line says so, and the words. */
final class PlainText {
  private static final int LINES_MAX = 20;

  private PlainText() {}

  static Trace parse(String text) {
    var lines = new Lines(text);
    var trace = new TraceBuilder(Language.UNKNOWN);
    for (var taken = 0; taken < LINES_MAX && lines.advance(); ) {
      if (lines.isEmpty()) {
        continue;
      }
      taken++;
      var header = trace.typed() ? null : Header.of(text, lines.first, lines.end);
      if (header == null) {
        trace.addMessage(lines.content());
      } else {
        trace.restart(header.type(), header.message());
      }
    }
    return trace.build();
  }
}
