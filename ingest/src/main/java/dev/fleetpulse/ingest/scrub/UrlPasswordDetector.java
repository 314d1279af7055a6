package dev.fleetpulse.ingest.scrub;

/**
 * Finds the password in {@code scheme://user:password@host} by the first colon; user and host stay.
 */
final class UrlPasswordDetector implements Detector {
  static final char TRIGGER = ':';

  @Override
  public int look(Scan scan, int at) {
    if (scan.at(at + 1) != '/' || scan.at(at + 2) != '/' || !Ascii.alphanumeric(scan.at(at - 1))) {
      return at;
    }
    var userinfo = at + 3;
    var colon = -1;
    var host = -1;
    // A port has no letters: what follows it is a query, not the rest of a password.
    var port = true;
    for (var i = userinfo; i < scan.length(); i++) {
      var character = scan.at(i);
      var marker = scan.markerEnd(i);
      if (marker > i) {
        i = marker - 1;
        port = false;
      } else if (character == '@') {
        host = i;
      } else if (ends(character) || ((character == '?' || character == '#') && port)) {
        break;
      } else if (character == ':' && colon < 0) {
        colon = i;
      } else if (colon >= 0 && !Ascii.digit(character)) {
        port = false;
      }
    }
    return colon >= 0 && colon < host ? password(scan, colon + 1, host, at) : at;
  }

  private static int password(Scan scan, int from, int to, int at) {
    return from == to || scan.markerEnd(from) == to || Placeholder.is(scan, from, to)
        ? at
        : scan.redact(from, to, Kind.URL_PASSWORD);
  }

  private static boolean ends(char character) {
    return character <= ' '
        || character == '/'
        || character == '\\'
        || character == '<'
        || character == '>'
        || Ascii.quote(character);
  }
}
