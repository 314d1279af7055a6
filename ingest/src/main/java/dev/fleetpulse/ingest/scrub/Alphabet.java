package dev.fleetpulse.ingest.scrub;

/** The characters a secret is made of. */
public enum Alphabet {
  /** Digits. */
  DIGITS(""),
  /** Digits and the letters a to f. */
  HEX("abcdefABCDEF"),
  /** Digits and upper-case letters. */
  UPPER("", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
  /** Digits and letters. */
  ALNUM("", Alphabet.LETTERS),
  /** Digits, letters and the underscore. */
  WORD("_", Alphabet.LETTERS),
  /** Digits, letters and the dash. */
  DASHED("-", Alphabet.LETTERS),
  /** Digits, letters, underscore and dash, which is base64 for addresses. */
  BASE64URL("_-", Alphabet.LETTERS),
  /** Digits, letters, and {@code + / =}. */
  BASE64("+/=", Alphabet.LETTERS),
  /** What may follow {@code Bearer}. */
  TOKEN68("-._~+/=", Alphabet.LETTERS);

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** A bit for each member: the characters up to 63, and those from 64 to 127. */
  private final long low;

  private final long high;

  Alphabet(String... beyondDigits) {
    var members = "0123456789" + String.join("", beyondDigits);
    this.low = bits(members, 0);
    this.high = bits(members, 64);
  }

  boolean has(char character) {
    return character < 128 && ((character < 64 ? low : high) >>> (character & 63) & 1) == 1;
  }

  private static long bits(String members, int from) {
    var bits = 0L;
    for (var i = 0; i < members.length(); i++) {
      var bit = members.charAt(i) - from;
      bits |= bit >= 0 && bit < 64 ? 1L << bit : 0;
    }
    return bits;
  }
}
