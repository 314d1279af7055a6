package dev.fleetpulse.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.store.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreExceptionTest {
  @ParameterizedTest
  @CsvSource({
    "08001, UNREACHABLE",
    "08006, UNREACHABLE",
    "53300, UNREACHABLE",
    "57P01, UNREACHABLE",
    "57P03, UNREACHABLE",
    "57014, TOO_SLOW",
    "42883, REFUSED",
    "42501, REFUSED"
  })
  void theSqlStateTellsWhatToDo(String state, Kind kind) {
    assertThat(new StoreException("read", new SQLException("no", state)).kind()).isEqualTo(kind);
  }

  @Test
  void noFreeConnectionMeansAskAgain() {
    assertThat(new StoreException("read", new SQLTransientConnectionException("timeout")).kind())
        .isEqualTo(Kind.BUSY);
  }

  @Test
  void noFreeConnectionBecauseNoneCouldBeMadeMeansThatTheStoreIsAway() {
    var refused = new SQLException("refused", "08001");

    assertThat(
            new StoreException(
                    "read", new SQLTransientConnectionException("timeout", null, refused))
                .kind())
        .isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void anythingElseIsAMistakeOfOurs() {
    assertThat(new StoreException("read", new SQLException("?")).kind()).isEqualTo(Kind.REFUSED);
  }
}
