package dev.fleetpulse.ingest.scrub;

/**
 * Finds secrets by their prefix. Its trigger is the rarest character of the prefix, not the first
 * one: {@code AIza} costs less where every z is looked at than where every A is.
 */
final class PrefixDetector implements Detector {
  /**
   * Characters of prefixes, those first that are rarest in messages and stack traces. Digits are no
   * triggers: whoever looks for cards steps over runs of them.
   */
  private static final String RAREST_FIRST =
      "ZQJXzqYKWVUjGHxO_BDFLNRPMTICAESwkv-ybgpmhfdculnrstiaoe.9876543210";

  private final SecretPrefix secret;
  private final int trigger;

  PrefixDetector(SecretPrefix secret) {
    this.secret = secret;
    this.trigger = rarest(secret.prefix());
  }

  char trigger() {
    return secret.prefix().charAt(trigger);
  }

  @Override
  public int look(Scan scan, int at) {
    var start = at - trigger;
    if (!scan.matches(start, secret.prefix()) || (secret.wordStart() && !scan.startsWord(start))) {
      return at;
    }
    var body = start + secret.prefix().length();
    var most = secret.charsMax();
    var end = scan.run(body, secret.alphabet(), most == Integer.MAX_VALUE ? most : most + 1);
    var chars = end - body;
    return chars < secret.charsMin() || chars > most ? at : scan.redact(start, end, secret.kind());
  }

  private static int rarest(String prefix) {
    var best = 0;
    for (var i = 1; i < prefix.length(); i++) {
      if (rank(prefix.charAt(i)) < rank(prefix.charAt(best))) {
        best = i;
      }
    }
    return best;
  }

  /** What is not in the list is some rare sign. */
  private static int rank(char character) {
    return RAREST_FIRST.indexOf(character);
  }
}
