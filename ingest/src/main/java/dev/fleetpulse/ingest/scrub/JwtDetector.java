package dev.fleetpulse.ingest.scrub;

/**
 * Finds JSON Web Tokens by the {@code J} of {@code eyJ}, which is how <code>{"</code> looks in
 * base64: a header and claims, signed or cut before their signature, or the five parts of an
 * encrypted one. A header alone, or the base64 of any other JSON, is no secret.
 */
final class JwtDetector implements Detector {
  private static final String START = "eyJ";
  private static final int HEADER_CHARS_MIN = 10;
  private static final int ENCRYPTED_PARTS = 5;

  static final char TRIGGER = 'J';

  @Override
  public int look(Scan scan, int at) {
    var start = at - 2;
    if (!scan.matches(start, START)
        || !scan.startsWord(start)
        || scan.at(start - 1) == '_'
        || scan.at(start - 1) == '-') {
      return at;
    }
    var headerEnd = scan.run(start, Alphabet.BASE64URL);
    if (headerEnd - start < HEADER_CHARS_MIN || scan.at(headerEnd) != '.') {
      return at;
    }
    var end = headerEnd;
    var parts = 1;
    while (parts < ENCRYPTED_PARTS && scan.at(end) == '.') {
      end = scan.run(end + 1, Alphabet.BASE64URL);
      parts++;
    }
    var claims = headerEnd + 1;
    if (parts == ENCRYPTED_PARTS) {
      return scan.redact(start, end, Kind.JWT);
    }
    if (!scan.matches(claims, START)) {
      return at;
    }
    // A sentence's full stop would be an empty part.
    var last = scan.at(end - 1) == '.' && parts > 2 ? end - 1 : end;
    return scan.redact(start, last, Kind.JWT);
  }
}
