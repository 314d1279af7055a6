package dev.fleetpulse.ingest.scrub;

import java.util.Base64;

/**
 * Finds what follows {@code Bearer} and {@code Basic}, by their first letter. The scheme stays, and
 * so do sentences about it: a bearer token has digits or letters of both cases, and what follows
 * Basic is the base64 of a text with a colon.
 */
final class SchemeDetector implements Detector {
  static final String TRIGGERS = "Bb";

  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";
  private static final int BLANKS_MAX = 4;
  private static final int BEARER_CHARS_MIN = 8;
  private static final int MIXED_CHARS_MIN = 16;
  private static final int BASIC_CHARS_MIN = 6;

  /** A user's name ends before; more is not decoded. */
  private static final int DECODED_CHARS_MAX = 256;

  @Override
  public int look(Scan scan, int at) {
    return switch (scan.at(at + 1)) {
      case 'e', 'E' -> bearer(scan, at);
      case 'a', 'A' -> basic(scan, at);
      default -> at;
    };
  }

  private static int bearer(Scan scan, int at) {
    var value = value(scan, at, BEARER);
    if (value < 0) {
      return at;
    }
    var end = scan.run(value, Alphabet.TOKEN68);
    while (end > value && scan.at(end - 1) == '.') {
      end--;
    }
    return isBearerToken(scan, value, end) ? scan.redact(value, end, Kind.BEARER) : at;
  }

  private static int basic(Scan scan, int at) {
    var value = value(scan, at, BASIC);
    if (value < 0) {
      return at;
    }
    var end = scan.run(value, Alphabet.BASE64);
    return isBasicValue(scan, value, end) ? scan.redact(value, end, Kind.BASIC) : at;
  }

  /** Where the value starts; -1 where the scheme is not named there. */
  private static int value(Scan scan, int at, String scheme) {
    if (!scan.matchesIgnoringCase(at, scheme) || !scan.startsWord(at)) {
      return -1;
    }
    var named = at + scheme.length();
    if (scan.matches(named, "%20")) {
      return named + 3;
    }
    var value = named;
    while (value - named < BLANKS_MAX && Ascii.blank(scan.at(value))) {
      value++;
    }
    return value > named ? value : -1;
  }

  private static boolean isBearerToken(Scan scan, int from, int to) {
    // A parameter, as in WWW-Authenticate: Bearer realm="…", has its equals sign inside.
    var digits = 0;
    var upper = false;
    var lower = false;
    for (var i = from; i < to; i++) {
      var character = scan.at(i);
      digits += Ascii.digit(character) ? 1 : 0;
      lower |= Ascii.lowerCase(character);
      upper |= i > from && Ascii.upper(character);
      if (character == '=' && i + 1 < to && scan.at(i + 1) != '=') {
        return false;
      }
    }
    if (scan.at(to - 1) == '=' && Ascii.quote(scan.at(to))) {
      return false;
    }
    var chars = to - from;
    return digits > 0 ? chars >= BEARER_CHARS_MIN : chars >= MIXED_CHARS_MIN && upper && lower;
  }

  private static boolean isBasicValue(Scan scan, int from, int to) {
    if (to - from < BASIC_CHARS_MIN) {
      return false;
    }
    var decodable = Math.min(to - from, DECODED_CHARS_MAX);
    var text = scan.text(from, from + decodable);
    var unpadded = text.indexOf('=') < 0 ? text : text.substring(0, text.indexOf('='));
    if (unpadded.length() % 4 == 1) {
      return false;
    }
    return isUserAndPassword(Base64.getDecoder().decode(unpadded));
  }

  private static boolean isUserAndPassword(byte[] decoded) {
    var colon = false;
    for (var value : decoded) {
      if (value == ':') {
        colon = true;
      }
      if ((value >= 0 && value < ' ') || value == 0x7f || (value < 0 && !colon)) {
        return false;
      }
    }
    return colon;
  }
}
