package dev.fleetpulse.load.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void reasonsPastTheBoundAreCountedTogether() {
    var reasons = new Reasons();

    for (var number = 0; number < 70; number++) {
      reasons.add("reason " + number);
    }
    reasons.add("reason 1");

    assertThat(reasons.counts())
        .hasSize(51)
        .containsEntry("reason 1", 2L)
        .containsEntry("other", 20L);
  }
}
