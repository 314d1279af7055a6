package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class GenerationTest {
  @Test
  void aLaterGenerationBeatsEveryOffsetOfAnEarlierOne() {
    var first = new Generation(1);
    var second = new Generation(2);

    assertThat(first.revisionAt(8)).isGreaterThan(first.revisionAt(7));
    assertThat(second.revisionAt(0)).isGreaterThan(first.revisionAt((1L << 48) - 1));
  }

  @Test
  void revisionsArePositiveToTheLastGeneration() {
    assertThat(new Generation(Generation.MAX).revisionAt(7)).isPositive();
    assertThatThrownBy(() -> new Generation(Generation.MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Generation(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
