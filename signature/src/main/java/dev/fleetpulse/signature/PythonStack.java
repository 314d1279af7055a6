package dev.fleetpulse.signature;

/**
 * Tracebacks of Python: frames innermost last, the exception after them, and the cause before what
 * it caused.
 */
final class PythonStack {
  private static final String DIRECT = "The above exception was the direct cause";
  private static final String DURING = "During handling of the above exception";

  private final Lines lines;
  private final ReversedChain chain = new ReversedChain();
  private boolean inFrames;
  private boolean sawFrame;
  private int frameIndent;

  private PythonStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new PythonStack(text).read();
  }

  private Trace read() {
    while (lines.advance() && !chain.full()) {
      skipGroupMarks();
      if (!lines.isEmpty()) {
        line();
      }
    }
    return chain.build();
  }

  /** Exception groups draw a margin. */
  private void skipGroupMarks() {
    var text = lines.text;
    while (lines.first < lines.end
        && (text.charAt(lines.first) == '|'
            || Scan.startsWith(text, "+-", lines.first, lines.end))) {
      lines.first += text.charAt(lines.first) == '|' ? 1 : 2;
      while (lines.first < lines.end
          && (Scan.isBlank(text.charAt(lines.first)) || text.charAt(lines.first) == '-')) {
        lines.first++;
      }
    }
  }

  private void line() {
    if (lines.startsWith("Traceback (most recent call last)")) {
      chain.begin();
      inFrames = true;
      sawFrame = false;
    } else if (lines.startsWith("File \"")) {
      frame();
    } else if (lines.startsWith(DIRECT)) {
      chain.link(Thrown.Link.CAUSE);
    } else if (lines.startsWith(DURING)) {
      chain.link(Thrown.Link.CAUSE);
    } else if (inFrames && sawFrame && lines.indent() > frameIndent) {
      return; // The source line of the frame, or the marks under it.
    } else if (inFrames) {
      thrown();
    } else {
      chain.more(lines.content());
    }
  }

  private void frame() {
    var text = lines.text;
    var from = lines.first + "File \"".length();
    var quote = Scan.find(text, '"', from, lines.end);
    if (quote < 0) {
      return;
    }
    if (!inFrames) {
      chain.begin();
      inFrames = true;
    }
    sawFrame = true;
    frameIndent = lines.indent();
    var number = Scan.find(text, "line ", quote, lines.end);
    var start = number < 0 ? lines.end : number + 5;
    var end = Scan.digitsAfter(text, start, lines.end);
    var in = Scan.find(text, ", in ", end, lines.end);
    chain.add(
        new StackFrame(
            in < 0 ? null : text.substring(in + 5, lines.end),
            null,
            text.substring(from, quote),
            Scan.number(text, start, end),
            0,
            lines.content()));
  }

  /** The line after the frames: {@code package.Type: message}, or a type alone. */
  private void thrown() {
    var text = lines.text;
    inFrames = false;
    var end = lines.first;
    while (end < lines.end && (Scan.isName(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    if (end == lines.end) {
      chain.thrown(lines.content(), null);
    } else if (text.charAt(end) == ':') {
      chain.thrown(text.substring(lines.first, end), Scan.strip(text, end + 1, lines.end));
    } else {
      chain.thrown(null, lines.content());
    }
  }
}
