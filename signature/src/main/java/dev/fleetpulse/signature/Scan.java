package dev.fleetpulse.signature;

/** Small questions about parts of a text, each answered in one pass over the part. */
final class Scan {
  private Scan() {}

  static boolean isBlank(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\u00a0';
  }

  static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  static boolean isHex(char character) {
    return isDigit(character)
        || (character >= 'a' && character <= 'f')
        || (character >= 'A' && character <= 'F');
  }

  static boolean isUpper(char character) {
    return character >= 'A' && character <= 'Z';
  }

  static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z')
        || isUpper(character)
        || (character > 127 && Character.isLetter(character));
  }

  /** Whether the character may stand in a name of most languages. */
  static boolean isName(char character) {
    return isLetter(character) || isDigit(character) || character == '_' || character == '$';
  }

  /** The part without blanks around it. */
  static String strip(String text, int from, int to) {
    if (from >= to) {
      return "";
    }
    var start = from;
    var end = to;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Where the character stands first in the part; -1 if nowhere. */
  static int find(String text, char wanted, int from, int to) {
    return from < to ? text.indexOf(wanted, from, to) : -1;
  }

  static int findLast(String text, char wanted, int from, int to) {
    for (var i = to - 1; i >= from; i--) {
      if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Where the words stand first in the part; -1 if nowhere. */
  static int find(String text, String wanted, int from, int to) {
    return from < to ? text.indexOf(wanted, from, to) : -1;
  }

  /** Where the words stand last in the part; -1 if nowhere. */
  static int findLast(String text, String wanted, int from, int to) {
    for (var i = to - wanted.length(); i >= from; i--) {
      if (text.startsWith(wanted, i)) {
        return i;
      }
    }
    return -1;
  }

  static boolean startsWith(String text, String words, int from, int to) {
    return to - from >= words.length() && text.startsWith(words, from);
  }

  static boolean endsWith(String text, String words, int from, int to) {
    return to - from >= words.length() && text.startsWith(words, to - words.length());
  }

  /** Where the digits begin that end the part; its end if it ends in none. */
  static int digitsBefore(String text, int from, int to) {
    var start = to;
    while (start > from && isDigit(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  static int digitsAfter(String text, int from, int to) {
    var end = from;
    while (end < to && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** The number in the part; 0 if it is none or too great for a line. */
  static int number(String text, int from, int to) {
    if (from >= to || to - from > 9) {
      return 0;
    }
    var number = 0;
    for (var i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return 0;
      }
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  /** Where the bracket opens that closes at the end of the part; -1 if none does. */
  static int openingBracket(String text, int from, int to) {
    var depth = 0;
    for (var i = to - 1; i >= from; i--) {
      var character = text.charAt(i);
      if (character == ')') {
        depth++;
      } else if (character == '(') {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    return -1;
  }
}
