package dev.fleetpulse.ingest.scrub;

/**
 * Finds Fleetpulse keys, {@code fpk_<id>_<secret>}, by the {@code k}. The id stays: it is no
 * secret, and says which key has to be revoked.
 */
final class OwnKeyDetector implements Detector {
  private static final String PREFIX = "fpk_";
  private static final int ID_CHARS = 8;
  private static final int SECRET_CHARS_MIN = 21;

  static final char TRIGGER = 'k';

  @Override
  public int look(Scan scan, int at) {
    if (!scan.matches(at - 2, PREFIX)) {
      return at;
    }
    var id = at + 2;
    var idEnd = id + ID_CHARS;
    if (scan.run(id, Alphabet.ALNUM, ID_CHARS) != idEnd || scan.at(idEnd) != '_') {
      return at;
    }
    var secret = idEnd + 1;
    var end = scan.run(secret, Alphabet.ALNUM);
    return end - secret < SECRET_CHARS_MIN ? at : scan.redact(secret, end, Kind.FLEETPULSE);
  }
}
