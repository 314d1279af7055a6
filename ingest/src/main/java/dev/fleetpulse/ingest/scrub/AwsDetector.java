package dev.fleetpulse.ingest.scrub;

/**
 * Finds AWS access key ids by the {@code I} of {@code AKIA}, {@code ASIA} and {@code ABIA}, and the
 * secret access key where it stands beside one: alone it looks like any 40 characters of base64,
 * and is found by its name instead.
 */
final class AwsDetector implements Detector {
  private static final int ID_CHARS = 16;
  private static final int SECRET_CHARS = 40;
  private static final int SEPARATORS_MAX = 4;
  private static final String SEPARATORS = " \t,;:/|\"'";

  static final char TRIGGER = 'I';

  @Override
  public int look(Scan scan, int at) {
    var start = at - 2;
    var second = scan.at(at - 1);
    if ((second != 'K' && second != 'S' && second != 'B')
        || scan.at(start) != 'A'
        || scan.at(at + 1) != 'A'
        || !scan.startsWord(start)) {
      return at;
    }
    var body = at + 2;
    var end = scan.run(body, Alphabet.UPPER, ID_CHARS + 1);
    if (end - body != ID_CHARS || Ascii.alphanumeric(scan.at(end))) {
      return at;
    }
    scan.redact(start, end, Kind.AWS);
    return secretBeside(scan, end);
  }

  private static int secretBeside(Scan scan, int idEnd) {
    var start = idEnd;
    while (start - idEnd < SEPARATORS_MAX && SEPARATORS.indexOf(scan.at(start)) >= 0) {
      start++;
    }
    var end = scan.run(start, Alphabet.BASE64, SECRET_CHARS + 1);
    return start > idEnd && end - start == SECRET_CHARS ? scan.redact(start, end, Kind.AWS) : idEnd;
  }
}
