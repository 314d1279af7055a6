package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class StartPatienceTest {
  private final StartPatience oneSecond = new StartPatience(Duration.ofSeconds(1));

  private final MigrationException refusedConnection =
      new MigrationException("no", new IllegalStateException(new ConnectException("refused")));
  private final MigrationException starting =
      new MigrationException("no", new SQLException("starting up", "57P03"));
  private final MigrationException wrongPassword =
      new MigrationException("no", new SQLException("wrong password", "28P01"));

  @Test
  void whatIsNotThereYetIsTriedAgain() {
    var failures = new ArrayDeque<>(List.of(refusedConnection, starting));

    assertThat(oneSecond.untilThere("store", () -> failOnce(failures))).isEqualTo("there");
    assertThat(failures).isEmpty();
  }

  @Test
  void patienceEnds() {
    var failures = new ArrayDeque<>(List.of(starting, starting, starting, starting));

    assertThatThrownBy(() -> oneSecond.untilThere("store", () -> failOnce(failures)))
        .isSameAs(starting);
    assertThat(failures).hasSize(1);
  }

  @Test
  void aRefusalIsFinal() {
    var failures = new ArrayDeque<>(List.of(wrongPassword, wrongPassword));

    assertThatThrownBy(() -> oneSecond.untilThere("store", () -> failOnce(failures)))
        .isSameAs(wrongPassword);
    assertThat(failures).hasSize(1);
  }

  private static String failOnce(Queue<MigrationException> failures) {
    var failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return "there";
  }
}
