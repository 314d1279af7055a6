package dev.fleetpulse.ingest.scrub;

/** Questions about single characters; every shape of secret is ASCII. */
final class Ascii {
  private Ascii() {}

  static boolean digit(char character) {
    return character >= '0' && character <= '9';
  }

  static boolean upper(char character) {
    return character >= 'A' && character <= 'Z';
  }

  static boolean lowerCase(char character) {
    return character >= 'a' && character <= 'z';
  }

  static boolean letter(char character) {
    return lowerCase(lower(character));
  }

  static boolean alphanumeric(char character) {
    return letter(character) || digit(character);
  }

  static boolean hex(char character) {
    var lower = lower(character);
    return digit(character) || (lower >= 'a' && lower <= 'f');
  }

  /** A space that does not end the line. */
  static boolean blank(char character) {
    return character == ' ' || character == '\t';
  }

  static boolean quote(char character) {
    return character == '"' || character == '\'' || character == '`';
  }

  static char lower(char character) {
    return upper(character) ? (char) (character + ('a' - 'A')) : character;
  }
}
