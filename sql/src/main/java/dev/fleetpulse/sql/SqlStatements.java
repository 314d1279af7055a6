package dev.fleetpulse.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file of ClickHouse SQL into its statements, because ClickHouse's HTTP interface takes one
 * at a time. A semicolon inside quotes or a comment ends nothing; comments stay where they are.
 */
final class SqlStatements {
  private final String text;
  private final List<String> statements = new ArrayList<>();
  private int position;
  private int start;
  private boolean blank = true;

  private SqlStatements(String text) {
    this.text = text;
  }

  /**
   * The statements in their order, without the semicolons.
   *
   * @throws IllegalArgumentException if a quote or comment is not closed
   */
  static List<String> split(String text) {
    return new SqlStatements(text).split();
  }

  private List<String> split() {
    while (position < text.length()) {
      switch (text.charAt(position)) {
        case '\'', '"', '`' -> skipQuoted(text.charAt(position));
        case ';' -> endStatement();
        default -> skipCommentOrCharacter();
      }
    }
    endStatement();
    return List.copyOf(statements);
  }

  private void skipCommentOrCharacter() {
    if (text.startsWith("--", position)) {
      var end = text.indexOf('\n', position);
      position = end < 0 ? text.length() : end + 1;
    } else if (text.startsWith("/*", position)) {
      position = closing("*/", position + 2) + 2;
    } else {
      blank &= Character.isWhitespace(text.charAt(position));
      position++;
    }
  }

  /** A backslash takes the next character with it; a doubled quote is two quotes side by side. */
  private void skipQuoted(char quote) {
    blank = false;
    var opened = position++;
    while (position < text.length() && text.charAt(position) != quote) {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    if (position >= text.length()) {
      throw new IllegalArgumentException("The quote at character " + opened + " is not closed");
    }
    position++;
  }

  private int closing(String end, int from) {
    var found = text.indexOf(end, from);
    if (found < 0) {
      throw new IllegalArgumentException("The comment at character " + position + " is not closed");
    }
    return found;
  }

  private void endStatement() {
    if (!blank) {
      statements.add(text.substring(start, position).strip());
    }
    position++;
    start = position;
    blank = true;
  }
}
