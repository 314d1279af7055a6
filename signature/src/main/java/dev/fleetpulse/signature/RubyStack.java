package dev.fleetpulse.signature;

/** {@code file.rb:12:in 'Class#method': message (Type)} and the callers under it. */
final class RubyStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.RUBY);

  private RubyStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new RubyStack(text).read();
  }

  static boolean isFrame(Lines line) {
    return in(line) >= 0;
  }

  /** Where {@code :in 'method'} stands; -1 if the line has none behind a line's number. */
  private static int in(Lines line) {
    var at = Scan.find(line.text, ":in ", line.first, line.end);
    if (at <= line.first || at + 4 >= line.end) {
      return -1;
    }
    var quote = line.text.charAt(at + 4);
    return (quote == '`' || quote == '\'') && Scan.isDigit(line.text.charAt(at - 1)) ? at : -1;
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (lines.isEmpty()) {
        continue;
      }
      var in = in(lines);
      if (in >= 0) {
        frame(in);
      } else {
        words();
      }
    }
    return trace.build();
  }

  private void frame(int in) {
    var text = lines.text;
    var from = lines.startsWith("from ") ? lines.first + 5 : lines.first;
    var digits = Scan.digitsBefore(text, from, in);
    var quote = Scan.find(text, '\'', in + 5, lines.end);
    var nameEnd = quote < 0 ? lines.end : quote;
    var bracket =
        text.charAt(lines.end - 1) == ')' ? Scan.openingBracket(text, nameEnd, lines.end) : -1;
    if (bracket > 0 && Scan.startsWith(text, ": ", nameEnd + 1, lines.end)) {
      trace.begin(
          Thrown.Link.CAUSE,
          text.substring(bracket + 1, lines.end - 1),
          Scan.strip(text, nameEnd + 3, bracket));
    }
    trace.add(
        new StackFrame(
            text.substring(in + 5, nameEnd),
            null,
            text.substring(from, Math.max(from, digits - 1)),
            Scan.number(text, digits, in),
            0,
            lines.content()));
  }

  private void words() {
    var header = Header.of(lines.text, lines.first, lines.end);
    if (header != null && !trace.hasFrames()) {
      trace.restart(header.type(), header.message());
    } else if (!trace.hasFrames()) {
      trace.addMessage(lines.content());
    }
  }
}
