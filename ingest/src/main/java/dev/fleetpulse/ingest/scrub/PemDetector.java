package dev.fleetpulse.ingest.scrub;

/**
 * Finds PEM blocks of private keys by the {@code B} of their first or the {@code E} of their last
 * line: whole, on one line with escaped line ends, or cut at either end. The bare first line, as
 * error messages quote it, is no secret.
 */
final class PemDetector implements Detector {
  static final String TRIGGERS = "BE";

  private static final String BEGIN = "BEGIN ";
  private static final String END = "END ";
  private static final String SECRET = "PRIVATE KEY";
  private static final int LABEL_CHARS_MAX = 64;

  /** Shorter runs of letters may be words of a sentence. */
  private static final int BODY_CHARS_MIN = 16;

  private static final int FULL_LINE_CHARS_MIN = 40;

  @Override
  public int look(Scan scan, int at) {
    if (scan.at(at - 1) != '-' && scan.at(at - 1) != ' ') {
      return at;
    }
    if (scan.matches(at, BEGIN)) {
      return begin(scan, at);
    }
    return scan.matches(at, END) ? end(scan, at) : at;
  }

  private static int begin(Scan scan, int at) {
    var body = headerEnd(scan, at + BEGIN.length());
    var start = dashesStart(scan, at);
    if (body < 0 || start == at) {
      return at;
    }
    var first = skipLineEnds(scan, body);
    var firstEnd = scan.run(first, Alphabet.BASE64, BODY_CHARS_MIN);
    var truncated = firstEnd >= scan.length() && firstEnd > first;
    if (firstEnd - first < BODY_CHARS_MIN && !truncated && !headers(scan, first)) {
      return at;
    }
    return scan.redact(start, blockEnd(scan, first), Kind.PRIVATE_KEY);
  }

  /**
   * The body goes on as long as nothing stands there that no key has; its last line belongs to it.
   */
  private static int blockEnd(Scan scan, int first) {
    var i = first;
    var last = first;
    while (i < scan.length()) {
      var next = skipLineEnds(scan, i);
      if (scan.at(next) == '-' && scan.at(next + 1) == '-') {
        var footer = footerEnd(scan, next);
        return footer > next ? footer : last;
      }
      if (next > i || i == first) {
        var header = headerLineEnd(scan, next);
        if (header > next) {
          i = header;
          last = header;
          continue;
        }
      }
      var runEnd = scan.run(next, Alphabet.BASE64);
      if (runEnd == next || (next > i && !onALineOfItsOwn(scan, next, runEnd))) {
        return last;
      }
      i = runEnd;
      last = runEnd;
    }
    return last;
  }

  /** A last line may be short, but words behind a key are no part of it. */
  private static boolean onALineOfItsOwn(Scan scan, int from, int to) {
    var after = scan.at(to);
    return to - from >= BODY_CHARS_MIN
        || to == scan.length()
        || scan.at(to - 1) == '='
        || lineEnd(scan, to) > to
        || after == '"'
        || after == '-'
        || (after == ' ' && scan.at(to + 1) == '-' && scan.at(to + 2) == '-');
  }

  private static int end(Scan scan, int at) {
    var end = headerEnd(scan, at + END.length());
    var dashes = dashesStart(scan, at);
    if (end < 0 || dashes == at) {
      return at;
    }
    var start = dashes;
    for (var lineMin = 1; ; lineMin = FULL_LINE_CHARS_MIN) {
      var lineEnd = lineEndsStart(scan, start);
      var lineStart = scan.runBack(lineEnd, Alphabet.BASE64, Integer.MAX_VALUE);
      // The n of an escaped line end looks like a character of the line.
      if (scan.at(lineStart - 1) == '\\' && lineEnd > lineStart) {
        lineStart++;
      }
      if (lineEnd == lineStart || (lineEnd - lineStart < lineMin && lineStart > 0)) {
        break;
      }
      start = lineStart;
    }
    return dashes - start < BODY_CHARS_MIN ? at : scan.redact(start, end, Kind.PRIVATE_KEY);
  }

  /** The end of the line that a label starts, if it is a private key's; -1 otherwise. */
  private static int headerEnd(Scan scan, int label) {
    var secret = false;
    for (var i = label; i < label + LABEL_CHARS_MAX; i++) {
      var character = scan.at(i);
      if (character == '-' && scan.at(i + 1) == '-') {
        return secret ? dashesEnd(scan, i) : -1;
      }
      if (character != ' ' && !Alphabet.UPPER.has(character)) {
        return -1;
      }
      secret |= character == 'P' && scan.matches(i, SECRET);
    }
    return -1;
  }

  private static int footerEnd(Scan scan, int dashes) {
    var label = dashesEnd(scan, dashes);
    if (scan.at(label) == ' ') {
      label++;
    }
    if (label >= scan.length()) {
      return label;
    }
    if (scan.matches(label, END)) {
      var end = headerEnd(scan, label + END.length());
      return end < 0 ? cutFooterEnd(scan, label) : end;
    }
    return dashes;
  }

  private static int cutFooterEnd(Scan scan, int label) {
    var i = label;
    while (i - label < LABEL_CHARS_MAX
        && (Alphabet.UPPER.has(scan.at(i)) || scan.at(i) == ' ' || scan.at(i) == '-')) {
      i++;
    }
    return i == scan.length() ? i : scan.run(label, Alphabet.UPPER);
  }

  private static int dashesStart(Scan scan, int at) {
    var i = scan.at(at - 1) == ' ' ? at - 1 : at;
    var start = i;
    while (i - start < 5 && scan.at(start - 1) == '-') {
      start--;
    }
    return i - start < 4 ? at : start;
  }

  private static int dashesEnd(Scan scan, int from) {
    var i = from;
    while (i - from < 5 && scan.at(i) == '-') {
      i++;
    }
    return i;
  }

  private static boolean headers(Scan scan, int at) {
    return headerLineEnd(scan, at) > at;
  }

  /** The end of a line such as {@code Proc-Type: 4,ENCRYPTED}. */
  private static int headerLineEnd(Scan scan, int at) {
    if (!scan.matches(at, "Proc-Type:")
        && !scan.matches(at, "DEK-Info:")
        && !scan.matches(at, "Version:")
        && !scan.matches(at, "Comment:")) {
      return at;
    }
    var i = at;
    while (i < scan.length() && lineEnd(scan, i) == i) {
      i++;
    }
    return i;
  }

  private static int skipLineEnds(Scan scan, int from) {
    var i = from;
    while (i < scan.length()) {
      var next = lineEnd(scan, i);
      if (next == i) {
        next = Ascii.blank(scan.at(i)) ? i + 1 : i;
      }
      if (next == i) {
        return i;
      }
      i = next;
    }
    return i;
  }

  /** Behind a line end, real or escaped, that starts there; {@code at} where none does. */
  private static int lineEnd(Scan scan, int at) {
    var character = scan.at(at);
    if (character == '\n' || character == '\r') {
      return at + 1;
    }
    var i = at;
    while (scan.at(i) == '\\' && i - at < 4) {
      i++;
    }
    return i > at && (scan.at(i) == 'n' || scan.at(i) == 'r') ? i + 1 : at;
  }

  private static int lineEndsStart(Scan scan, int end) {
    var i = end;
    while (true) {
      var before = scan.at(i - 1);
      if (before == '\n' || before == '\r' || Ascii.blank(before)) {
        i--;
      } else if ((before == 'n' || before == 'r') && scan.at(i - 2) == '\\') {
        i -= 2;
        while (scan.at(i - 1) == '\\') {
          i--;
        }
      } else {
        return i;
      }
    }
  }
}
