package dev.fleetpulse.streams.topology.errors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The frame lines of a stack trace given as text, innermost first. */
final class StackText {
  private StackText() {}

  /**
   * At most so many frame lines, trimmed; none where the text has no line in a known form ({@code
   * at …} as in JavaScript, Java and .NET; {@code #0 …} as in C and PHP; {@code File "…"} as in
   * Python, where the innermost stands last).
   */
  static List<String> frames(String stack, int max) {
    var outermostLast = new ArrayList<String>();
    var outermostFirst = new ArrayDeque<String>();
    var lines = stack.lines().map(String::strip).iterator();
    while (lines.hasNext() && outermostLast.size() < max) {
      var line = lines.next();
      if (line.startsWith("at ") || isNumbered(line)) {
        outermostLast.add(line);
      } else if (line.startsWith("File \"")) {
        outermostFirst.push(line);
        if (outermostFirst.size() > max) {
          outermostFirst.removeLast();
        }
      }
    }
    return outermostLast.isEmpty() ? List.copyOf(outermostFirst) : outermostLast;
  }

  private static boolean isNumbered(String line) {
    return line.length() > 2
        && line.charAt(0) == '#'
        && line.charAt(1) >= '0'
        && line.charAt(1) <= '9';
  }
}
