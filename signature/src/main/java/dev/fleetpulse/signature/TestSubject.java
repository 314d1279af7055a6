package dev.fleetpulse.signature;

/**
 * What a test is about, by the first word of its name: the tests of one thing stand together, and
 * their names begin alike.
 */
final class TestSubject {
  private TestSubject() {}

  /**
   * {@code " about parse"} of {@code test_parse_empty} and {@code testParseEmpty}; else nothing.
   */
  static String of(String function) {
    if (function == null || !function.startsWith("test") || function.length() == 4) {
      return "";
    }
    var from = function.charAt(4) == '_' ? 5 : 4;
    var to = from + 1;
    while (to < function.length() && !isEnd(function, to)) {
      to++;
    }
    return to > function.length() ? "" : " about " + function.substring(from, to);
  }

  private static boolean isEnd(String function, int at) {
    var character = function.charAt(at);
    return !Scan.isName(character)
        || character == '_'
        || (Scan.isUpper(character) && !Scan.isUpper(function.charAt(at - 1)));
  }
}
