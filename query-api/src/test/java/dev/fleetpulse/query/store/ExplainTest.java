package dev.fleetpulse.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainTest {
  @Test
  void questionMarksAreNumberedButNotInTexts() {
    assertThat(Explain.numbered("SELECT '?', ?::text WHERE a = ? AND b = 'it''s ?' LIMIT ?"))
        .isEqualTo("SELECT '?', $1::text WHERE a = $2 AND b = 'it''s ?' LIMIT $3");
  }
}
