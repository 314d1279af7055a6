package dev.fleetpulse.ingest.scrub;

import java.util.Locale;
import java.util.Set;

/** Names of fields that say something about their values other than that they are secret. */
final class PlainNames {
  private static final Set<String> IDENTIFYING =
      Set.of(
          "id",
          "ids",
          "uuid",
          "guid",
          "app",
          "pid",
          "hash",
          "sha",
          "digest",
          "checksum",
          "commit",
          "revision",
          "version",
          "release",
          "fingerprint",
          "timestamp");

  private static final Set<String> CARDS =
      Set.of(
          "card",
          "cardnumber",
          "cardno",
          "cardnum",
          "ccnumber",
          "ccnum",
          "ccno",
          "cc",
          "pan",
          "creditcard",
          "creditcardnumber",
          "debitcard",
          "debitcardnumber",
          "paymentcard");

  private PlainNames() {}

  /** Whether the values are ids, or else name something so that it is found again. */
  static boolean identify(String name) {
    return IDENTIFYING.contains(lastWord(name));
  }

  /** Whether the values are card numbers, even where they are numbers. */
  static boolean areCards(String name) {
    return name.length() <= SecretNames.CHARS_MAX && CARDS.contains(SecretNames.joined(name));
  }

  /** PWD is a password to some, and the working directory to every shell. */
  static boolean isWorkingDirectory(String name, String value) {
    return (value.startsWith("/") || value.startsWith("~")) && lastWord(name).equals("pwd");
  }

  private static String lastWord(String name) {
    var start = name.length();
    while (start > 0 && Ascii.lowerCase(name.charAt(start - 1))) {
      start--;
    }
    if (start > 0 && start < name.length() && Ascii.upper(name.charAt(start - 1))) {
      start--;
    } else if (start == name.length()) {
      while (start > 0 && Ascii.upper(name.charAt(start - 1))) {
        start--;
      }
    }
    return name.substring(start).toLowerCase(Locale.ROOT);
  }
}
