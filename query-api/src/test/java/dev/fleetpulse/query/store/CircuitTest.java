package dev.fleetpulse.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.query.store.StoreException.Kind;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private final Circuit circuit = new Circuit(Store.TIMESCALE);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aStoreThatIsAwayIsNotAskedAgain() {
    fail("08006", 10);

    assertThat(asked.get()).isEqualTo(3);
    assertThat(circuit.isOpen()).isTrue();
    assertThatThrownBy(() -> circuit.through("more", () -> 1))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
              assertThat(e.store()).isEqualTo(Store.TIMESCALE);
            });
  }

  @Test
  void questionsThatAreTooLargeOrWrongCloseNobodyOut() {
    fail("57014", 10);
    fail("42883", 10);

    assertThat(asked.get()).isEqualTo(20);
    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void aLookThatIsAnsweredLetsQuestionsThroughAtOnce() {
    fail("08006", 3);
    circuit.saw(false);
    assertThat(circuit.isOpen()).isTrue();

    circuit.saw(true);

    assertThat(circuit.<Integer>through("more", () -> 1)).isEqualTo(1);
  }

  private void fail(String state, int times) {
    for (var i = 0; i < times; i++) {
      assertThatThrownBy(
              () ->
                  circuit.through(
                      "it",
                      () -> {
                        asked.incrementAndGet();
                        throw new StoreException("no", new SQLException("no", state));
                      }))
          .isInstanceOf(StoreException.class);
    }
  }
}
