package dev.fleetpulse.ingest.scrub;

/**
 * Finds pairs of a secret name and a value in free text, by the {@code =} or {@code :} between
 * them: {@code key=value}, {@code key: value}, {@code "key":"value"} (also with escaped quotes),
 * {@code [key] => value}, query strings and headers. Name and separator stay. What only talks about
 * a secret stays, too: placeholders, source code, sentences.
 */
final class PairDetector implements Detector {
  static final String TRIGGERS = "=:";

  private static final int BLANKS_MAX = 8;
  private static final int ESCAPES_MAX = 16;
  private static final String OPERATORS = "=!<>+-*/%^~";

  private final SecretNames names;

  PairDetector(SecretNames names) {
    this.names = names;
  }

  @Override
  public int look(Scan scan, int at) {
    var pair = scan.at(at) == '=' ? assignment(scan, at) : colon(scan, at);
    return pair == null ? at : PairValue.redact(scan, at, pair);
  }

  private Pair colon(Scan scan, int at) {
    var after = scan.at(at + 1);
    return after == ':' || after == '=' || scan.at(at - 1) == ':' || isScheme(scan, at)
        ? null
        : named(scan, at, at, at + 1);
  }

  private static boolean isScheme(Scan scan, int at) {
    return scan.at(at + 1) == '/' && scan.at(at + 2) == '/';
  }

  private Pair assignment(Scan scan, int at) {
    var before = scan.at(at - 1);
    var after = scan.at(at + 1);
    if (after == '=' || after == '~' || OPERATORS.indexOf(before) >= 0) {
      return null;
    }
    if (after != '>') {
      return named(scan, at, before == ':' ? at - 1 : at, at + 1);
    }
    var pair = named(scan, at, at, at + 2);
    // A bare name before an arrow is the parameter of a function.
    return pair == null || (!pair.quoted() && scan.at(pair.nameStart() - 1) != ':') ? null : pair;
  }

  private Pair named(Scan scan, int at, int separator, int value) {
    var end = separator;
    while (separator - end < BLANKS_MAX && Ascii.blank(scan.at(end - 1))) {
      end--;
    }
    var blankBefore = end < separator;
    if (scan.at(end - 1) == ']' && scan.at(end - 2) == '[') {
      end -= 2;
    }
    var bracketed = scan.at(end - 1) == ']';
    if (bracketed) {
      end--;
    } else if (scan.matchesIgnoringCase(end - 3, "%5d")) {
      end -= 3;
    }
    var quote = scan.at(end - 1);
    var quoted = Ascii.quote(quote);
    if (quoted) {
      end--;
      end = escapesStart(scan, end);
    }
    var start = nameStart(scan, end);
    if (start == end || end - start > SecretNames.CHARS_MAX) {
      return null;
    }
    if (quoted ? scan.at(start - 1) != quote : bracketed && scan.at(start - 1) != '[') {
      return null;
    }
    var kind = scan.secretName(names, start, end);
    if (kind == null
        && scan.at(at) == '='
        && end - start == 4
        && scan.matchesIgnoringCase(start, "pass")
        && !Ascii.digit(scan.at(value))) {
      kind = Kind.PASSWORD;
    }
    return kind == null
        ? null
        : new Pair(kind, start, end, quoted || bracketed, scan.at(at), blankBefore, value);
  }

  private static int escapesStart(Scan scan, int end) {
    var start = end;
    while (end - start < ESCAPES_MAX && scan.at(start - 1) == '\\') {
      start--;
    }
    return start;
  }

  /** One character more than a name may have, if there are so many. */
  private static int nameStart(Scan scan, int end) {
    var start = scan.runBack(end, Alphabet.BASE64URL, SecretNames.CHARS_MAX + 1);
    // The last letter of an escaped line end belongs to the escape.
    if (start < end && scan.at(start - 1) == '\\' && "nrt".indexOf(scan.at(start)) >= 0) {
      start++;
    }
    return start;
  }
}
