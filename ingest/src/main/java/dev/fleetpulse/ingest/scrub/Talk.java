package dev.fleetpulse.ingest.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * Tells values without quotes from what merely stands where one would: words of a sentence ({@code
 * invalid token: expected a number}), source code ({@code token = parser.next()}), line numbers.
 */
final class Talk {
  private static final int CHARS_MAX = 64;
  private static final int SECRET_CHARS_MIN = 5;

  /** An at sign and eight hexadecimal digits. */
  private static final int IDENTITY_CHARS_MAX = 9;

  private static final Set<String> CODE_ROOTS =
      Set.of(
          "self",
          "this",
          "options",
          "opts",
          "config",
          "conf",
          "cfg",
          "settings",
          "process",
          "os",
          "req",
          "request",
          "res",
          "response",
          "args",
          "params",
          "user",
          "ctx",
          "context",
          "props",
          "state",
          "env",
          "kwargs",
          "data",
          "body",
          "event",
          "session",
          "cls",
          "super",
          "module",
          "window",
          "document",
          "app",
          "client",
          "auth",
          "credentials",
          "account",
          "headers",
          "system",
          "secrets",
          "parser",
          "lexer");

  private static final Set<String> CODE_WORDS =
      Set.of(
          "new",
          "await",
          "yield",
          "function",
          "async",
          "require",
          "return",
          "throw",
          "typeof",
          "lambda",
          "not");

  private static final Set<String> PARSING =
      Set.of(
          "unexpected",
          "unrecognized",
          "illegal",
          "expected",
          "expecting",
          "next",
          "current",
          "lookahead",
          "missing",
          "last",
          "end",
          "unknown",
          "bad");

  /** How Node prints what it does not show. */
  private static final Set<String> INSPECTED =
      Set.of(
          "function",
          "object",
          "array",
          "circular",
          "getter",
          "setter",
          "symbol",
          "class",
          "asyncfunction",
          "native",
          "string",
          "number",
          "null");

  private Talk() {}

  /** Whether the value is none. */
  static boolean is(Scan scan, Pair pair, int from, int to) {
    if (to - from > CHARS_MAX) {
      return false;
    }
    var value = scan.text(from, to);
    return isCode(scan, pair, value, to)
        || (pair.colon() && isPlace(scan, pair, value))
        || (pair.colon() && !pair.quoted() && isSentence(scan, pair, value, from, to));
  }

  /** Whether the name of a type that is not shown stands there. */
  static boolean isInspected(Scan scan, int from) {
    var end = from;
    while (end - from < 16 && Ascii.letter(scan.at(end))) {
      end++;
    }
    return end > from && INSPECTED.contains(scan.text(from, end).toLowerCase(Locale.ROOT));
  }

  private static boolean isCode(Scan scan, Pair pair, String value, int to) {
    if (value.charAt(0) == '&' && identifierEnd(value.substring(1)) == value.length() - 1) {
      // A reference in C, Go or Rust.
      return true;
    }
    var end = identifierEnd(value);
    var identifier = value.substring(0, end);
    if (CODE_WORDS.contains(identifier) && end == value.length()) {
      return true;
    }
    if (end == 0) {
      return value.charAt(0) == '(';
    }
    if (end < value.length()) {
      var after = value.charAt(end);
      return switch (after) {
        case '(' -> value.endsWith(")") || value.endsWith("(") || value.endsWith(";");
        case '{' -> isClass(identifier);
        case '@' -> isClass(identifier) && value.length() - end <= IDENTITY_CHARS_MAX;
        case '.', '[' -> CODE_ROOTS.contains(identifier.toLowerCase(Locale.ROOT));
        default -> false;
      };
    }
    var spaced = pair.blankBefore() && scan.at(pair.value()) == ' ';
    if (spaced && !pair.colon()) {
      return scan.at(to) == ';' || isOperator(scan, to);
    }
    return value.equals(scan.text(pair.nameStart(), pair.nameEnd()));
  }

  /** Objects print as {@code Token{…}} and {@code Token@1b2c3d4e}. */
  private static boolean isClass(String identifier) {
    return Ascii.upper(identifier.charAt(0))
        && identifier.chars().anyMatch(character -> Ascii.lowerCase((char) character))
        && identifier.chars().noneMatch(character -> Ascii.digit((char) character));
  }

  private static boolean isOperator(Scan scan, int to) {
    return scan.at(to) == ' ' && "=+-*/?.|&<>".indexOf(scan.at(to + 1)) >= 0;
  }

  private static int identifierEnd(String value) {
    var end = 0;
    while (end < value.length()
        && (Ascii.letter(value.charAt(end))
            || value.charAt(end) == '_'
            || (end > 0 && Ascii.digit(value.charAt(end))))) {
      end++;
    }
    return end;
  }

  /** A file, line and column, or an image and its version. */
  private static boolean isPlace(Scan scan, Pair pair, String value) {
    var before = scan.at(pair.nameStart() - 1);
    if (before == '/' || before == '\\') {
      return scan.at(pair.value()) != ' ';
    }
    if (before == ':' && pair.kind() == Kind.SECRET && scan.at(pair.value()) != ' ') {
      // A resource, as in arn:aws:secretsmanager:…:secret:name.
      return true;
    }
    var colons = 0;
    for (var i = 0; i < value.length(); i++) {
      colons += value.charAt(i) == ':' ? 1 : 0;
      if (!Ascii.digit(value.charAt(i)) && value.charAt(i) != ':') {
        return false;
      }
    }
    return scan.at(pair.value()) != ' ' && (colons > 0 || (value.length() <= 5 && before == '.'));
  }

  private static boolean isSentence(Scan scan, Pair pair, String value, int from, int to) {
    if (from == pair.value()) {
      return false;
    }
    if ((isWord(value) && goesOn(scan, to)) || isThrown(value)) {
      return true;
    }
    if (scan.at(pair.nameStart() - 1) == '$') {
      // An inner class, such as SecretManager$InvalidToken.
      return true;
    }
    var before = wordBefore(scan, pair.nameStart());
    if (before.isEmpty()) {
      return pair.blankBefore() && !looksSecret(value);
    }
    return !looksSecret(value)
        || (pair.kind() == Kind.TOKEN && PARSING.contains(before) && value.length() < 16);
  }

  private static boolean isThrown(String value) {
    return value.endsWith("Exception:")
        || value.endsWith("Exception")
        || value.endsWith("Error:")
        || value.endsWith("Error");
  }

  /** Whether more follows on the line. */
  private static boolean goesOn(Scan scan, int to) {
    return scan.at(to) == ','
        || (scan.at(to) == '\'' && Ascii.letter(scan.at(to + 1)))
        || (scan.at(to) == ' ' && scan.at(to + 1) > ' ');
  }

  /** The word that stands one space before, in lower case. */
  private static String wordBefore(Scan scan, int nameStart) {
    if (scan.at(nameStart - 1) != ' ') {
      return "";
    }
    var end = nameStart - 1;
    var start = end;
    while (end - start < 16 && Ascii.letter(scan.at(start - 1))) {
      start--;
    }
    return scan.text(start, end).toLowerCase(Locale.ROOT);
  }

  /** Letters, of which only the first may be upper-case, perhaps with a full stop. */
  private static boolean isWord(String value) {
    var end = value.endsWith(".") || value.endsWith("'") ? value.length() - 1 : value.length();
    for (var i = 0; i < end; i++) {
      var character = value.charAt(i);
      if (!(i == 0 ? Ascii.letter(character) : Ascii.lowerCase(character))) {
        return false;
      }
    }
    return true;
  }

  private static boolean looksSecret(String value) {
    if (value.length() < SECRET_CHARS_MIN) {
      return false;
    }
    var humps = 0;
    for (var i = 0; i < value.length(); i++) {
      var character = value.charAt(i);
      if (Ascii.digit(character)) {
        return true;
      }
      if (i > 0 && Ascii.upper(character) && Ascii.lowerCase(value.charAt(i - 1))) {
        humps++;
      }
      if (i > 0 && i + 1 < value.length() && "!@#$%^&*+=~".indexOf(character) >= 0) {
        return true;
      }
    }
    return humps >= 2;
  }
}
