package dev.fleetpulse.ingest.scrub;

/**
 * Finds payment card numbers by their first digit: written in one or in the groups printed on
 * cards, of an issuer's prefix and length, with a right check digit, and standing alone. What
 * touches a letter, an underscore or more digits is an id, a hash, a decimal or a time.
 */
final class CardDetector implements Detector {
  static final String TRIGGERS = "23456";

  private static final int GROUP_DIGITS = 4;
  private static final int SEPARATORS_MAX = 5;
  private static final String SEPARATORS = " =:\"'\\";

  /** The lengths of the groups on cards; the longest first, as one may start like another. */
  private static final int[][] GROUPS = {
    {4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4},
  };

  @Override
  public int look(Scan scan, int at) {
    if (Ascii.digit(scan.at(at - 1))) {
      return at;
    }
    var runEnd = scan.run(at, Alphabet.DIGITS);
    var end = mayStart(scan, at) ? cardEnd(scan, at, runEnd) : at;
    // Nobody else looks for digits, so the run need not be looked at again.
    return end > at ? scan.redact(at, end, Kind.CARD) : runEnd;
  }

  private static int cardEnd(Scan scan, int at, int runEnd) {
    if (runEnd - at == GROUP_DIGITS) {
      return groupedEnd(scan, at, runEnd);
    }
    return mayEnd(scan, runEnd) && isCard(scan, at, runEnd) ? runEnd : at;
  }

  private static int groupedEnd(Scan scan, int at, int firstEnd) {
    var separator = scan.at(firstEnd);
    if ((separator != ' ' && separator != '-') || continues(scan, at - 1, -1, separator)) {
      return at;
    }
    for (var groups : GROUPS) {
      var end = groupsEnd(scan, at, groups, separator);
      if (end > at
          && mayEnd(scan, end)
          && !(groups[1] == GROUP_DIGITS && continues(scan, end, 1, separator))
          && isCard(scan, at, end)) {
        return end;
      }
    }
    return at;
  }

  private static int groupsEnd(Scan scan, int at, int[] groups, char separator) {
    var i = at;
    for (var group = 0; group < groups.length; group++) {
      if (group > 0 && scan.at(i++) != separator) {
        return at;
      }
      var end = scan.run(i, Alphabet.DIGITS, groups[group] + 1);
      if (end - i != groups[group]) {
        return at;
      }
      i = end;
    }
    return i;
  }

  /** Whether one more group of four digits stands beyond a separator: a table or a dump. */
  private static boolean continues(Scan scan, int from, int step, char separator) {
    if (scan.at(from) != separator) {
      return false;
    }
    for (var i = 1; i <= GROUP_DIGITS; i++) {
      if (!Ascii.digit(scan.at(from + i * step))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayStart(Scan scan, int at) {
    var before = scan.at(at - 1);
    return switch (before) {
      case '_', '$', '#', '@', '\\' -> false;
      case '.', '-', '+' -> !Ascii.alphanumeric(scan.at(at - 2));
      default -> scan.startsWord(at) && !isNamedId(scan, at);
    };
  }

  /** Whether a name that ends in id stands before, as in {@code userId=} or {@code "id": }. */
  private static boolean isNamedId(Scan scan, int at) {
    var i = at;
    var separated = false;
    while (at - i < SEPARATORS_MAX && SEPARATORS.indexOf(scan.at(i - 1)) >= 0) {
      i--;
      separated |= scan.at(i) == '=' || scan.at(i) == ':';
    }
    return separated
        && scan.matchesIgnoringCase(i - 2, "id")
        && (Ascii.upper(scan.at(i - 2)) || !Ascii.letter(scan.at(i - 3)));
  }

  private static boolean mayEnd(Scan scan, int end) {
    var after = scan.at(end);
    return switch (after) {
      case '_', '@' -> false;
      case '.', '-', '+' -> !Ascii.alphanumeric(scan.at(end + 1));
      default -> !Ascii.alphanumeric(after);
    };
  }

  private static boolean isCard(Scan scan, int from, int to) {
    if (to - from > CardNumber.DIGITS_MAX + GROUPS[0].length) {
      return false;
    }
    var digits = new StringBuilder(CardNumber.DIGITS_MAX);
    for (var i = from; i < to; i++) {
      if (Ascii.digit(scan.at(i))) {
        digits.append(scan.at(i));
      }
    }
    return CardNumber.is(digits);
  }
}
