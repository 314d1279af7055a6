package dev.fleetpulse.signature;

/** Panics of Rust, with or without a backtrace. */
final class RustStack {
  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.RUST);
  private StackFrame thrownAt;
  private StackFrame pending;
  private boolean messageNext;

  private RustStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new RustStack(text).read();
  }

  /** {@code src/main.rs:12:5}. */
  static boolean isPlace(String text, int from, int to) {
    var dot = Scan.find(text, ".rs:", from, to);
    return dot > 0 && dot + 4 < to && Scan.isDigit(text.charAt(dot + 4));
  }

  /** {@code 4: crate::module::function}, perhaps with an address before the name. */
  static boolean isFrame(Lines line) {
    var text = line.text;
    var digits = Scan.digitsAfter(text, line.first, line.end);
    return digits > line.first
        && digits - line.first < 4
        && Scan.startsWith(text, ": ", digits, line.end)
        && Scan.find(text, "::", digits + 2, line.end) > 0;
  }

  private static boolean isNumbered(Lines line) {
    var digits = Scan.digitsAfter(line.text, line.first, line.end);
    return digits > line.first && Scan.startsWith(line.text, ": ", digits, line.end);
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (!lines.isEmpty()) {
        line();
      }
    }
    flush();
    if (!trace.hasFrames() && thrownAt != null) {
      trace.add(thrownAt);
    }
    return trace.build();
  }

  private void line() {
    var text = lines.text;
    var panicked = Scan.find(text, "panicked at ", lines.first, lines.end);
    if (panicked >= 0 && !trace.hasFrames() && thrownAt == null) {
      panic(panicked + "panicked at ".length());
    } else if (isNumbered(lines)) {
      messageNext = false;
      flush();
      pending = frame();
    } else if (lines.startsWith("at ") && pending != null) {
      placed();
    } else if (messageNext && !lines.startsWith("stack backtrace") && !lines.startsWith("note: ")) {
      trace.addMessage(lines.content());
    }
  }

  /** {@code 'message', src/a.rs:1:2} as until 1.72, {@code src/a.rs:1:2:} and a line since. */
  private void panic(int from) {
    var text = lines.text;
    trace.restart("panic", null);
    var to = lines.end;
    if (text.charAt(from == to ? to - 1 : from) == '\'') {
      var quote = Scan.findLast(text, "', ", from, to);
      if (quote > from) {
        trace.addMessage(text.substring(from + 1, quote));
        thrownAt = placeOf(quote + 3, to);
      }
      return;
    }
    thrownAt = placeOf(from, text.charAt(to - 1) == ':' ? to - 1 : to);
    messageNext = true;
  }

  private StackFrame placeOf(int from, int to) {
    var place = Place.of(lines.text, from, to);
    return new StackFrame(null, null, place.file(), place.line(), place.column(), lines.content());
  }

  private StackFrame frame() {
    var text = lines.text;
    var from = Scan.digitsAfter(text, lines.first, lines.end) + 2;
    while (from < lines.end && Scan.isBlank(text.charAt(from))) {
      from++;
    }
    var dash =
        Scan.startsWith(text, "0x", from, lines.end) ? Scan.find(text, " - ", from, lines.end) : -1;
    var start = dash < 0 ? from : dash + 3;
    return new StackFrame(text.substring(start, lines.end), null, null, 0, 0, lines.content());
  }

  private void placed() {
    var place = Place.of(lines.text, lines.first + 3, lines.end);
    pending =
        new StackFrame(
            pending.function(), null, place.file(), place.line(), place.column(), pending.raw());
    flush();
  }

  private void flush() {
    if (pending != null) {
      trace.add(pending);
      pending = null;
    }
  }
}
