package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private long now = -5_000_000_000L;
  private final CatchUp catchUp = new CatchUp(() -> now);

  @Test
  void nothingIsConfirmedBeforeTheFirstEndIsReached() {
    assertThat(catchUp.isConfirmed()).isFalse();
    assertThat(catchUp.sinceConfirmed()).isEmpty();

    var passed = ends(now, 3);
    catchUp.readUpTo(2);
    assertThat(catchUp.isConfirmed()).isFalse();
    assertThat(catchUp.first()).isNotDone();

    catchUp.readUpTo(3);
    assertThat(catchUp.isConfirmed()).isTrue();
    assertThat(catchUp.first()).isCompleted();
    assertThat(passed).isCompleted();
  }

  @Test
  void anEmptyTopicIsReadAtOnce() {
    assertThat(ends(now, 0)).isCompleted();
    assertThat(catchUp.isConfirmed()).isTrue();
  }

  @Test
  void whatIsKnownAgesFromTheMomentTheBrokerWasAsked() {
    var asked = now;
    after(Duration.ofMillis(1500));
    var _ = ends(asked, 0);
    assertThat(catchUp.sinceConfirmed()).hasValue(Duration.ofMillis(1500));

    after(Duration.ofMillis(500));
    assertThat(catchUp.isConfirmed()).isTrue();
    after(Duration.ofNanos(1));
    assertThat(catchUp.isConfirmed()).isFalse();

    var _ = ends(now, 0);
    assertThat(catchUp.isConfirmed()).isTrue();
  }

  @Test
  void readingWithoutEndsConfirmsNothing() {
    var _ = ends(now, 0);
    after(Duration.ofSeconds(3));

    catchUp.readUpTo(1000);

    assertThat(catchUp.isConfirmed()).isFalse();
  }

  @Test
  void aReaderThatLagsConfirmsOneEndAfterTheOther() {
    var first = ends(now, 10);
    after(Duration.ofSeconds(1));
    var second = ends(now, 20);

    catchUp.readUpTo(10);
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(catchUp.sinceConfirmed()).hasValue(Duration.ofSeconds(1));

    catchUp.readUpTo(20);
    assertThat(second).isCompleted();
    assertThat(catchUp.sinceConfirmed()).hasValue(Duration.ZERO);
  }

  @Test
  void readingAgainTakesNothingBack() {
    catchUp.readUpTo(10);
    catchUp.readUpTo(4);

    assertThat(ends(now, 10)).isCompleted();
  }

  @Test
  void endsThatNobodyReachesAreNotKeptWithoutBound() {
    for (var i = 0; i < 64; i++) {
      assertThat(ends(now, 1)).isNotDone();
    }
    assertThat(ends(now, 1)).isCompletedExceptionally();
  }

  private CompletableFuture<Void> ends(long asked, long end) {
    var passed = new CompletableFuture<Void>();
    catchUp.ends(asked, end, passed);
    return passed;
  }

  private void after(Duration duration) {
    now += duration.toNanos();
  }
}
