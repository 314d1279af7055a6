package dev.fleetpulse.signature;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which language's runtime wrote a text, told by the shapes of its lines: each line that has the
 * shape of one language's frame is a vote for it.
 */
final class Sniffer {
  private static final int ENOUGH = 6;

  private final Lines lines;
  private final Map<Language, Integer> votes = new EnumMap<>(Language.class);

  private Sniffer(String text) {
    lines = new Lines(text);
  }

  static Language languageOf(String text) {
    return new Sniffer(text).decide();
  }

  private Language decide() {
    while (lines.advance()) {
      if (lines.isEmpty()) {
        continue;
      }
      var vote = vote();
      if (vote != null && votes.merge(vote, 1, Integer::sum) >= ENOUGH) {
        return vote;
      }
    }
    var best = Language.UNKNOWN;
    var most = 0;
    for (var entry : votes.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        best = entry.getKey();
      }
    }
    return best;
  }

  /** The language whose frame the line looks like; null for none. */
  private Language vote() {
    var text = lines.text;
    switch (text.charAt(lines.first)) {
      case 'a' -> {
        if (lines.startsWith("at ")) {
          return at(lines.first + 3);
        }
      }
      case 'F' -> {
        if (lines.startsWith("File \"")) {
          return Language.PYTHON;
        }
      }
      case 'T' -> {
        if (lines.startsWith("Traceback (most recent call last)")) {
          return Language.PYTHON;
        }
      }
      case '#' -> {
        return numbered();
      }
      case 'g' -> {
        if (lines.startsWith("goroutine ")) {
          return Language.GO;
        }
      }
      case 'p' -> {
        if (lines.startsWith("panic: ")) {
          return Language.GO;
        }
      }
      case '*' -> {
        if (lines.startsWith("** (")) {
          return Language.ELIXIR;
        }
      }
      case 'L', '.' -> {
        if (JavaScriptFrame.opera(lines) != null) {
          return Language.JAVASCRIPT;
        }
      }
      case 'C' -> {
        if (lines.startsWith("Call Trace:")) {
          return Language.NATIVE;
        }
      }
      case '(' -> {
        if (ElixirStack.isFrame(lines)) {
          return Language.ELIXIR;
        }
      }
      default -> {
        // Told by what stands further in.
      }
    }
    return inside();
  }

  private Language at(int from) {
    var text = lines.text;
    var to = lines.end;
    var open = Scan.find(text, '(', from, to);
    if (open < 0) {
      return RustStack.isPlace(text, from, to) ? Language.RUST : Language.JAVASCRIPT;
    }
    var close = Scan.find(text, ')', open, to);
    if (close > open && JvmFrame.isSource(text, open + 1, close)) {
      return Language.JVM;
    }
    if (DotNetStack.isFrame(text, from, open, to)) {
      return Language.DOTNET;
    }
    return JavaScriptFrame.at(lines, from) == null ? null : Language.JAVASCRIPT;
  }

  private Language numbered() {
    var text = lines.text;
    if (lines.first + 1 >= lines.end || !Scan.isDigit(text.charAt(lines.first + 1))) {
      return null;
    }
    if (Scan.find(text, "(package:", lines.first, lines.end) > 0
        || Scan.find(text, "(dart:", lines.first, lines.end) > 0
        || Scan.find(text, ".dart:", lines.first, lines.end) > 0) {
      return Language.DART;
    }
    return PhpStack.isFrame(lines) ? Language.PHP : Language.NATIVE;
  }

  private Language inside() {
    var text = lines.text;
    if (RubyStack.isFrame(lines)) {
      return Language.RUBY;
    }
    if (Scan.find(text, "panicked at ", lines.first, lines.end) > 0 || RustStack.isFrame(lines)) {
      return Language.RUST;
    }
    if (Scan.find(text, ".go:", lines.first, lines.end) > 0 && GoStack.isPlace(lines)) {
      return Language.GO;
    }
    if (NativeStack.isFrame(lines)) {
      return Language.NATIVE;
    }
    if (JvmFrame.isBare(lines)) {
      return Language.JVM;
    }
    if (JavaScriptFrame.atSign(lines) != null || JavaScriptFrame.bare(lines) != null) {
      return Language.JAVASCRIPT;
    }
    return null;
  }
}
