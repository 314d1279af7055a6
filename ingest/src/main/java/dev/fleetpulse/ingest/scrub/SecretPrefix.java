package dev.fleetpulse.ingest.scrub;

/**
 * Secrets that all start alike.
 *
 * @param charsMin characters that must follow; less is no secret but talk about one
 * @param charsMax characters that may follow; more is something else
 * @param wordStart whether no letter or digit may stand before the prefix
 */
public record SecretPrefix(
    Kind kind, String prefix, Alphabet alphabet, int charsMin, int charsMax, boolean wordStart) {

  /** A prefix that is not met by chance, followed by any number of characters from a least one. */
  static SecretPrefix anywhere(Kind kind, String prefix, Alphabet alphabet, int charsMin) {
    return new SecretPrefix(kind, prefix, alphabet, charsMin, Integer.MAX_VALUE, false);
  }

  /** A prefix that must start a word. */
  static SecretPrefix word(Kind kind, String prefix, Alphabet alphabet, int charsMin) {
    return new SecretPrefix(kind, prefix, alphabet, charsMin, Integer.MAX_VALUE, true);
  }
}
