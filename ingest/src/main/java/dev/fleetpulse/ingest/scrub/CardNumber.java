package dev.fleetpulse.ingest.scrub;

/** Whether digits are the number of a payment card: issuer, length, check digit. */
final class CardNumber {
  static final int DIGITS_MIN = 13;
  static final int DIGITS_MAX = 19;

  private static final int ZEROS_MAX = 6;

  private CardNumber() {}

  /** Judges nothing but digits. */
  static boolean is(CharSequence digits) {
    var length = digits.length();
    return length >= DIGITS_MIN
        && length <= DIGITS_MAX
        && issued(digits, length)
        && !isRound(digits)
        && luhn(digits);
  }

  /** Registers and sizes may start like a card and have its check digit, but end in zeros. */
  private static boolean isRound(CharSequence digits) {
    for (var i = digits.length() - ZEROS_MAX; i < digits.length(); i++) {
      if (digits.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean issued(CharSequence digits, int length) {
    var four = Integer.parseInt(digits, 0, 4, 10);
    var two = four / 100;
    return switch (length) {
      case 13 -> visa(four);
      case 14 -> diners(four);
      case 15 -> two == 34 || two == 37;
      case 16 ->
          visa(four)
              || (two >= 51 && two <= 55)
              || (four >= 2221 && four <= 2720)
              || (four >= 2200 && four <= 2204)
              || discover(four)
              || (four >= 3528 && four <= 3589)
              || diners(four)
              || two == 62
              || maestro(four);
      case 17, 18 -> two == 62 || maestro(four);
      case 19 -> visa(four) || discover(four) || two == 62 || maestro(four);
      default -> false;
    };
  }

  private static boolean visa(int four) {
    return four / 1000 == 4;
  }

  private static boolean diners(int four) {
    var two = four / 100;
    return two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059);
  }

  private static boolean discover(int four) {
    return four == 6011 || (four >= 6440 && four <= 6599);
  }

  private static boolean maestro(int four) {
    return switch (four) {
      case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
      default -> false;
    };
  }

  private static boolean luhn(CharSequence digits) {
    var sum = 0;
    for (var i = 0; i < digits.length(); i++) {
      var digit = digits.charAt(digits.length() - 1 - i) - '0';
      var weighted = i % 2 == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
