package dev.fleetpulse.signature;

import java.util.ArrayList;
import java.util.List;

/** {@code Error.stack} of any engine, or a console's output around one. */
final class JavaScriptStack {
  private static final int NAME_LINES_MAX = 64;

  private final Lines lines;
  private final TraceBuilder trace = new TraceBuilder(Language.JAVASCRIPT);
  private final List<StackFrame> namesOnly = new ArrayList<>();
  private boolean atSigns;

  private JavaScriptStack(String text) {
    lines = new Lines(text);
  }

  static Trace parse(String text) {
    return new JavaScriptStack(text).read();
  }

  private Trace read() {
    while (lines.advance() && !trace.full()) {
      if (lines.isEmpty()) {
        continue;
      }
      var frame = frame();
      if (frame != null) {
        namesOnly.forEach(trace::add);
        namesOnly.clear();
        trace.add(frame);
      } else if (isNameOnly()) {
        namesOnly.add(JavaScriptFrame.frame(lines.content(), null, 0, 0, lines));
      } else {
        namesOnly.clear();
        words();
      }
    }
    return trace.build();
  }

  private StackFrame frame() {
    if (lines.startsWith("at ")) {
      return JavaScriptFrame.at(lines, lines.first + 3);
    }
    var next = lines.text.charAt(lines.first);
    if (next == 'L' || next == '.') {
      var opera = JavaScriptFrame.opera(lines);
      if (opera != null) {
        return opera;
      }
    }
    if (lines.startsWith("Error created at ")) {
      return null;
    }
    if (lines.startsWith("[native code]") && trace.hasFrames()) {
      return JavaScriptFrame.frame(null, "[native code]", 0, 0, lines);
    }
    var signed = JavaScriptFrame.atSign(lines);
    if (signed != null) {
      atSigns = true;
      return signed;
    }
    return trace.hasFrames() || !trace.started() ? JavaScriptFrame.bare(lines) : null;
  }

  /**
   * JavaScriptCore names functions of evaluated code without a place; that is a frame only among
   * frames, or before the first of them, where no message stands in these engines.
   */
  private boolean isNameOnly() {
    if (namesOnly.size() >= NAME_LINES_MAX || (trace.started() && !trace.hasFrames())) {
      return false;
    }
    if (trace.hasFrames() && !atSigns) {
      return false;
    }
    if (lines.startsWith("eval code") && lines.end - lines.first == 9) {
      return true;
    }
    for (var i = lines.first; i < lines.end; i++) {
      if (!Scan.isName(lines.text.charAt(i))) {
        return false;
      }
    }
    return !Scan.endsWith(lines.text, "Error", lines.first, lines.end);
  }

  private void words() {
    var text = lines.text;
    if (isPlaceOfThrow() || lines.startsWith("Node.js v")) {
      return;
    }
    var header = Header.of(text, lines.first, lines.end);
    if (trace.hasFrames()) {
      if (header != null) {
        var cause = lines.startsWith("[cause]") || lines.startsWith("Caused by");
        trace.begin(cause ? Thrown.Link.CAUSE : Thrown.Link.APART, header.type(), header.message());
      }
      return;
    }
    if (header == null) {
      header = trace.started() ? null : Header.ofAnyName(text, lines.first, lines.end);
    }
    if (header == null) {
      trace.addMessage(lines.content());
    } else {
      trace.restart(header.type(), header.message());
    }
  }

  /** Node says where it threw before it says what: {@code file:line}, the source line, a caret. */
  private boolean isPlaceOfThrow() {
    var text = lines.text;
    var last = text.charAt(lines.end - 1);
    if (last == '^') {
      return true;
    }
    return Scan.isDigit(last)
        && !trace.started()
        && JavaScriptFrame.bare(lines) == null
        && lines.startsWith("node:");
  }
}
