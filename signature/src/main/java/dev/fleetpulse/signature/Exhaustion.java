package dev.fleetpulse.signature;

/**
 * Errors of a machine that has run out of something. Whoever asks next gets the error, so the
 * frames tell nothing and what ran out tells all.
 */
final class Exhaustion {
  private static final String[] CODES = {"ENOSPC", "EMFILE", "ENFILE", "EDQUOT", "ENOMEM"};

  private Exhaustion() {}

  /** What ran out, normalised; null if nothing did. */
  static String of(Thrown thrown) {
    var message = thrown.message();
    if (message == null) {
      return null;
    }
    for (var code : CODES) {
      var at = message.indexOf(code);
      if (at >= 0 && message.startsWith(":", at + code.length())) {
        return MessageText.of(message.substring(at, end(message, at)));
      }
    }
    return null;
  }

  /** Behind the comma the system call and its path follow. */
  private static int end(String message, int from) {
    for (var i = from; i < message.length(); i++) {
      if (message.charAt(i) == ',' || message.charAt(i) == '\n') {
        return i;
      }
    }
    return message.length();
  }
}
