package dev.fleetpulse.ingest.scrub;

/** Finds e-mail addresses by their {@code @}. */
final class EmailDetector implements Detector {
  private static final int LOCAL_CHARS_MAX = 64;
  private static final int DOMAIN_CHARS_MAX = 253;
  private static final int TOP_LEVEL_CHARS_MIN = 2;

  static final char TRIGGER = '@';

  @Override
  public int look(Scan scan, int at) {
    var start = at;
    while (at - start <= LOCAL_CHARS_MAX && inLocalPart(scan.at(start - 1))) {
      start--;
    }
    var end = domainEnd(scan, at + 1);
    return at - start < 1 || at - start > LOCAL_CHARS_MAX || end <= at
        ? at
        : scan.redact(start, end, Kind.EMAIL);
  }

  private static boolean inLocalPart(char character) {
    return Alphabet.BASE64URL.has(character)
        || character == '.'
        || character == '+'
        || character == '%';
  }

  /** Behind the last label that consists of letters and follows a dot; -1 where there is none. */
  private static int domainEnd(Scan scan, int domain) {
    var end = -1;
    var label = domain;
    while (label - domain < DOMAIN_CHARS_MAX) {
      var labelEnd = scan.run(label, Alphabet.DASHED, 64);
      if (labelEnd == label) {
        return end;
      }
      if (label > domain && allLetters(scan, label, labelEnd)) {
        end = labelEnd;
      }
      if (scan.at(labelEnd) != '.') {
        return end;
      }
      label = labelEnd + 1;
    }
    return end;
  }

  private static boolean allLetters(Scan scan, int from, int to) {
    for (var i = from; i < to; i++) {
      if (!Ascii.letter(scan.at(i))) {
        return false;
      }
    }
    return to - from >= TOP_LEVEL_CHARS_MIN;
  }
}
