package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlStatementsTest {
  @Test
  void aSemicolonEndsAStatement() {
    assertThat(SqlStatements.split("SELECT 1;\nSELECT 2;\n"))
        .containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void theLastSemicolonMayBeMissing() {
    assertThat(SqlStatements.split("SELECT 1; SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void aSemicolonInsideQuotesEndsNothing() {
    assertThat(SqlStatements.split("SELECT ';', \";\", `;`; SELECT 2"))
        .containsExactly("SELECT ';', \";\", `;`", "SELECT 2");
  }

  @Test
  void escapedQuotesDoNotCloseAQuote() {
    assertThat(SqlStatements.split("SELECT 'it''s; \\'; \\\\'; SELECT 2"))
        .containsExactly("SELECT 'it''s; \\'; \\\\'", "SELECT 2");
  }

  @Test
  void aSemicolonInsideACommentEndsNothing() {
    assertThat(SqlStatements.split("SELECT 1 -- one; two's\n, 2 /* ; ' */; SELECT 3"))
        .containsExactly("SELECT 1 -- one; two's\n, 2 /* ; ' */", "SELECT 3");
  }

  @Test
  void whatHoldsOnlyCommentsIsNoStatement() {
    assertThat(SqlStatements.split("-- first\n;; /* second */ ; SELECT 1; -- the end"))
        .containsExactly("SELECT 1");
  }

  @Test
  void anOpenQuoteIsRefused() {
    assertThatThrownBy(() -> SqlStatements.split("SELECT 'a; SELECT 2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The quote at character 7 is not closed");
  }

  @Test
  void anOpenCommentIsRefused() {
    assertThatThrownBy(() -> SqlStatements.split("SELECT 1 /* two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The comment at character 9 is not closed");
  }
}
