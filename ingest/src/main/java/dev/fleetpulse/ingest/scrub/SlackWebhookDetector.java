package dev.fleetpulse.ingest.scrub;

/** Finds Slack's webhook addresses by a {@code k}; what follows the host is the secret. */
final class SlackWebhookDetector implements Detector {
  private static final String HOST = "hooks.slack.com/";
  private static final int TRIGGER_OFFSET = HOST.indexOf('k');

  static final char TRIGGER = 'k';

  @Override
  public int look(Scan scan, int at) {
    if (scan.at(at + 1) != 's' || !scan.matches(at - TRIGGER_OFFSET, HOST)) {
      return at;
    }
    var path = at - TRIGGER_OFFSET + HOST.length();
    var secret = scan.run(path, Alphabet.ALNUM, 16) + 1;
    if (scan.at(secret - 1) != '/') {
      return at;
    }
    var end = secret;
    while (end < scan.length() && inPath(scan.at(end))) {
      end++;
    }
    return end - secret < 16 ? at : scan.redact(secret, end, Kind.SLACK);
  }

  private static boolean inPath(char character) {
    return character == '/' || Alphabet.BASE64URL.has(character);
  }
}
