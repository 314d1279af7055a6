package dev.fleetpulse.ingest.scrub;

import java.util.Locale;
import java.util.Set;

/** Finds the end of a pair's value and redacts what is between. */
final class PairValue {
  private static final int ESCAPES_MAX = 16;
  private static final int NAME_CHARS_MAX = 64;
  private static final int SCHEME_CHARS_MAX = 20;

  private static final Set<String> ONE_VALUE_SCHEMES =
      Set.of(
          "bearer",
          "basic",
          "token",
          "apikey",
          "key",
          "bot",
          "negotiate",
          "ntlm",
          "jwt",
          "api-key");

  private static final Set<String> MANY_VALUE_SCHEMES =
      Set.of("digest", "oauth", "hawk", "signature", "aws4-hmac-sha256", "hmac", "mac");

  private PairValue() {}

  /**
   * Redacts the value, if it is one.
   *
   * @param at the separator
   * @return where the scan goes on, {@code at} where there is no value
   */
  static int redact(Scan scan, int at, Pair pair) {
    var start = skipBlanks(scan, pair.value());
    var marker = scan.markerEnd(start);
    if (marker > start) {
      return marker;
    }
    if (isPem(scan, start)) {
      return at;
    }
    var first = scan.at(start);
    if ((first == 'b' || first == 'u' || first == 'r' || first == 'f')
        && Ascii.quote(scan.at(start + 1))) {
      start++;
    }
    var quote = escapesEnd(scan, start);
    if (Ascii.quote(scan.at(quote))) {
      return quoted(scan, at, pair, start, quote);
    }
    if (first == '[') {
      return bracketed(scan, at, pair, start);
    }
    if (pair.kind() == Kind.AUTHORIZATION) {
      return authorization(scan, at, pair, start);
    }
    if (pair.kind() == Kind.COOKIE && pair.colon() && startsCookie(scan, start)) {
      return scan.redact(start, headerEnd(scan, start), pair.kind());
    }
    return word(scan, at, pair, start);
  }

  private static int quoted(Scan scan, int at, Pair pair, int escapes, int quote) {
    var start = quote + 1;
    if (isPath(scan, pair, start) || isPem(scan, start)) {
      return at;
    }
    var end = closing(scan, start, scan.at(quote), quote - escapes);
    return end == start || scan.markerEnd(start) == end || Placeholder.is(scan, start, end)
        ? at
        : scan.redact(start, end, pair.kind());
  }

  /**
   * Where the quotation ends: at its own quote, escaped as often as the first, or with the line.
   */
  private static int closing(Scan scan, int from, char quote, int escapes) {
    var backslashes = 0;
    for (var i = from; i < scan.length(); i++) {
      var character = scan.at(i);
      if (character == '\\') {
        backslashes++;
        continue;
      }
      if (character == quote && closes(backslashes, escapes)) {
        if (quote == '\'' && escapes == 0 && i > from && scan.at(i + 1) == quote) {
          // SQL doubles a quote instead of escaping it.
          i++;
          continue;
        }
        return i - (escapes > 0 ? backslashes : 0);
      }
      if (character == '\n' || character == '\r') {
        return i;
      }
      backslashes = 0;
    }
    return scan.length();
  }

  private static boolean closes(int backslashes, int escapes) {
    return escapes == 0 ? backslashes % 2 == 0 : backslashes <= escapes;
  }

  private static int bracketed(Scan scan, int at, Pair pair, int start) {
    var from = start + 1;
    if (scan.markerEnd(from) > from) {
      return scan.markerEnd(from);
    }
    if (Talk.isInspected(scan, from)) {
      return at;
    }
    var end = from;
    while (end < scan.length() && scan.at(end) != ']' && scan.at(end) >= ' ') {
      end++;
    }
    return isNothing(scan, from, end) ? at : scan.redact(from, end, pair.kind());
  }

  private static boolean isNothing(Scan scan, int from, int to) {
    return skipBlanks(scan, from) >= to
        || Placeholder.is(scan, from - 1, Math.min(to + 1, scan.length()));
  }

  /** The scheme of an Authorization header stays; an unknown one may be the secret itself. */
  private static int authorization(Scan scan, int at, Pair pair, int start) {
    var schemeEnd = scan.run(start, Alphabet.DASHED, SCHEME_CHARS_MAX + 1);
    if (schemeEnd > start && Ascii.blank(scan.at(schemeEnd))) {
      var scheme = scan.text(start, schemeEnd).toLowerCase(Locale.ROOT);
      var value = skipBlanks(scan, schemeEnd);
      if (ONE_VALUE_SCHEMES.contains(scheme)) {
        var marker = scan.markerEnd(value);
        return marker > value ? marker : word(scan, at, pair, value);
      }
      if (MANY_VALUE_SCHEMES.contains(scheme)) {
        var marker = scan.markerEnd(value);
        var end = lineEnd(scan, value);
        return marker > value || end == value ? marker : scan.redact(value, end, pair.kind());
      }
    }
    var onlyScheme =
        schemeEnd > start
            && schemeEnd - start <= SCHEME_CHARS_MAX
            && scan.at(schemeEnd) <= ' '
            && ONE_VALUE_SCHEMES.contains(scan.text(start, schemeEnd).toLowerCase(Locale.ROOT));
    return onlyScheme ? at : word(scan, at, pair, start);
  }

  private static boolean startsCookie(Scan scan, int start) {
    var end = start;
    while (end - start < NAME_CHARS_MAX && inCookieName(scan.at(end))) {
      end++;
    }
    return end > start && scan.at(end) == '=';
  }

  private static boolean inCookieName(char character) {
    return Alphabet.BASE64URL.has(character) || character == '.' || character == '%';
  }

  /** A header ends with its line, or with what it is quoted or wrapped in. */
  private static int headerEnd(Scan scan, int start) {
    var i = start;
    while (i < scan.length()) {
      var character = scan.at(i);
      if (character < ' '
          || Ascii.quote(character)
          || character == '}'
          || character == ']'
          || character == ')'
          || (character == ',' && scan.at(i + 1) == ' ')
          || isEscape(scan, i)) {
        return i;
      }
      i++;
    }
    return i;
  }

  private static int lineEnd(Scan scan, int start) {
    var i = start;
    while (i < scan.length() && scan.at(i) >= ' ' && !isEscape(scan, i)) {
      i++;
    }
    return i;
  }

  private static int word(Scan scan, int at, Pair pair, int start) {
    if (isPath(scan, pair, start)) {
      return at;
    }
    var end = wordEnd(scan, start);
    return end == start || Placeholder.is(scan, start, end) || Talk.is(scan, pair, start, end)
        ? at
        : scan.redact(start, end, pair.kind());
  }

  /** Where a value without quotes ends; signs that may be part of it are, inside of it. */
  private static int wordEnd(Scan scan, int start) {
    var i = start;
    while (i < scan.length() && !ends(scan, i)) {
      i++;
    }
    return i;
  }

  private static boolean ends(Scan scan, int at) {
    var character = scan.at(at);
    return switch (character) {
      case '"', '\'', '`', '<', '>', '|' -> true;
      case ',', ';', '&' -> endsItem(scan, at + 1);
      case ')', ']', '}' -> !Ascii.alphanumeric(scan.at(at + 1));
      case '[' -> scan.markerEnd(at) > at;
      case '\\' -> isEscape(scan, at);
      default -> character <= ' ' || Character.isSpaceChar(character);
    };
  }

  /**
   * Whether what follows a comma, semicolon or ampersand is no rest of a value but nothing, or a
   * next name.
   */
  private static boolean endsItem(Scan scan, int next) {
    var character = scan.at(next);
    if (!Ascii.alphanumeric(character) && character != '_' && character != '-') {
      return true;
    }
    var end = scan.run(next, Alphabet.BASE64URL, NAME_CHARS_MAX);
    return switch (scan.at(end)) {
      case '=', ':', '[', '%' -> true;
      default -> false;
    };
  }

  private static boolean isEscape(Scan scan, int at) {
    if (scan.at(at) != '\\') {
      return false;
    }
    var after = scan.at(escapesEnd(scan, at));
    return after == 'n' || after == 'r' || after == 't' || Ascii.quote(after);
  }

  /** A block of many lines, which is found as a whole. */
  private static boolean isPem(Scan scan, int start) {
    return scan.at(start) == '-' && scan.matches(start, "-----BEGIN ");
  }

  /** PWD is also a shell's word for its working directory. */
  private static boolean isPath(Scan scan, Pair pair, int value) {
    return (scan.at(value) == '/' || scan.at(value) == '~' || scan.at(value + 1) == ':')
        && scan.matchesIgnoringCase(pair.nameEnd() - 3, "pwd");
  }

  private static int escapesEnd(Scan scan, int from) {
    var end = from;
    while (end - from < ESCAPES_MAX && scan.at(end) == '\\') {
      end++;
    }
    return end;
  }

  private static int skipBlanks(Scan scan, int from) {
    var i = from;
    while (Ascii.blank(scan.at(i))) {
      i++;
    }
    return i;
  }
}
