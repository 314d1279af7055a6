package dev.fleetpulse.signature;

/**
 * A message without what differs from one occurrence to the next: numbers, addresses, ids, dates,
 * paths and quoted values. One pass.
 */
final class MessageText {
  private static final int CHARACTERS_MAX = 300;
  private static final int QUOTED_CHARACTERS_MAX = 200;

  private final String text;
  private final int to;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private MessageText(String text, int from, int to) {
    this.text = text;
    this.to = to;
    at = from;
  }

  /** The first line with words in it, normalised and at most 300 characters long. */
  static String of(String message) {
    if (message == null) {
      return "";
    }
    var lines = new Lines(message);
    while (lines.advance()) {
      if (!lines.isEmpty()) {
        return new MessageText(message, lines.first, lines.end).normal();
      }
    }
    return "";
  }

  private String normal() {
    while (at < to && out.length() < CHARACTERS_MAX) {
      var character = text.charAt(at);
      if (Scan.isBlank(character)) {
        blank();
      } else if (isQuote(character) && quoted(character)) {
        out.append("<value>");
      } else if (isPathBegin()) {
        path();
      } else if (Scan.isDigit(character)) {
        number();
      } else if (Scan.isLetter(character) || character == '_') {
        word();
      } else {
        out.append(character);
        at++;
      }
    }
    return out.toString();
  }

  private void blank() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
    at++;
  }

  private static boolean isQuote(char character) {
    return character == '\''
        || character == '"'
        || character == '`'
        || character == '\u2018'
        || character == '\u201c';
  }

  /** An apostrophe within a word quotes nothing, and neither does a quote that never ends. */
  private boolean quoted(char open) {
    if (at > 0 && Scan.isName(text.charAt(at - 1)) && open == '\'') {
      return false;
    }
    var close =
        switch (open) {
          case '\u2018' -> '\u2019';
          case '\u201c' -> '\u201d';
          default -> open;
        };
    var limit = Math.min(to, at + 1 + QUOTED_CHARACTERS_MAX);
    var end = Scan.find(text, close, at + 1, limit);
    if (end < 0) {
      return false;
    }
    at = end + 1;
    return true;
  }

  /** {@code /a}, {@code C:\a}, {@code scheme://}: only where a word may begin. */
  private boolean isPathBegin() {
    if (at > 0 && Scan.isName(text.charAt(at - 1))) {
      return false;
    }
    var character = text.charAt(at);
    if (character == '/') {
      return at + 1 < to && (Scan.isName(text.charAt(at + 1)) || text.charAt(at + 1) == '.');
    }
    return Scan.isLetter(character)
        && at + 2 < to
        && text.charAt(at + 1) == ':'
        && (text.charAt(at + 2) == '\\' || text.charAt(at + 2) == '/');
  }

  private void path() {
    while (at < to && isPathPart(text.charAt(at))) {
      at++;
    }
    while (isEndOfSentence(text.charAt(at - 1))) {
      at--;
    }
    out.append("<path>");
  }

  private static boolean isPathPart(char character) {
    return !Scan.isBlank(character)
        && !isQuote(character)
        && character != ')'
        && character != ','
        && character != ';'
        && character != ']'
        && character != '>';
  }

  private static boolean isEndOfSentence(char character) {
    return character == '.' || character == ':';
  }

  /** Numbers with what joins them in dates, times, versions, addresses and amounts. */
  private void number() {
    if (uuid() > 0) {
      at += 36;
      out.append("<id>");
      return;
    }
    while (at < to && (Scan.isName(text.charAt(at)) || joins())) {
      at++;
    }
    out.append("<n>");
  }

  private boolean joins() {
    var character = text.charAt(at);
    return (character == '.'
            || character == ':'
            || character == '-'
            || character == '+'
            || character == ',')
        && at + 1 < to
        && Scan.isDigit(text.charAt(at + 1));
  }

  /** 36 if a UUID stands here; else 0. */
  private int uuid() {
    if (to - at < 36) {
      return 0;
    }
    for (var i = 0; i < 36; i++) {
      var character = text.charAt(at + i);
      var dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? character != '-' : !Scan.isHex(character)) {
        return 0;
      }
    }
    return 36;
  }

  private void word() {
    if (uuid() > 0) {
      at += 36;
      out.append("<id>");
      return;
    }
    var start = at;
    var digits = 0;
    var hex = true;
    while (at < to && Scan.isName(text.charAt(at))) {
      var character = text.charAt(at);
      digits += Scan.isDigit(character) ? 1 : 0;
      hex &= Scan.isHex(character);
      at++;
    }
    if (Scan.startsWith(text, "://", at, to)) {
      path();
      return;
    }
    if (hex && digits > 0 && at - start >= 6) {
      out.append("<hex>");
    } else if (digits == 0) {
      out.append(text, start, at);
    } else {
      withoutDigits(start);
    }
  }

  private void withoutDigits(int start) {
    for (var i = start; i < at; i++) {
      var character = text.charAt(i);
      if (!Scan.isDigit(character)) {
        out.append(character);
      } else if (i == start || !Scan.isDigit(text.charAt(i - 1))) {
        out.append('#');
      }
    }
  }
}
