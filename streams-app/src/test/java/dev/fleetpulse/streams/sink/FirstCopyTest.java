package dev.fleetpulse.streams.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FirstCopyTest {
  private static final long SENT_MS = 1_775_000_000_000L;
  private static final long LAST_MOMENT_MS = SENT_MS + Duration.ofHours(25).toMillis();

  @Test
  void theFirstInTimeStaysElseTheFirst() {
    var first = FirstCopy.revision(SENT_MS, SENT_MS, 7);
    var again = FirstCopy.revision(SENT_MS, LAST_MOMENT_MS, 8);
    var late = FirstCopy.revision(SENT_MS, LAST_MOMENT_MS + 1, 6);
    var later = FirstCopy.revision(SENT_MS, LAST_MOMENT_MS + 2, 9);

    assertThat(first).isGreaterThan(again);
    assertThat(again).isGreaterThan(late);
    assertThat(late).isGreaterThan(later);
    assertThat(later).isPositive();
  }

  @Test
  void rowsOfEarlierBuildsStay() {
    assertThat(FirstCopy.revision(SENT_MS, SENT_MS, 0)).isLessThan(new Generation(1).revisionAt(0));
  }

  @Test
  void aRevisionTellsTheOffset() {
    assertThat(FirstCopy.offset(FirstCopy.revision(SENT_MS, SENT_MS, 7))).isEqualTo(7);
    assertThat(FirstCopy.offset(FirstCopy.revision(SENT_MS, LAST_MOMENT_MS + 1, 8))).isEqualTo(8);
    assertThat(FirstCopy.offset(new Generation(3).revisionAt(9))).isEqualTo(9);
  }
}
