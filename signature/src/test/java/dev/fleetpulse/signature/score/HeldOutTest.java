package dev.fleetpulse.signature.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  @Test
  void aSixthOfManyGroupsIsSetAside() {
    var setAside =
        IntStream.range(0, 60_000).filter(group -> HeldOut.contains("group-" + group)).count();

    assertThat(setAside).isBetween(9_700L, 10_300L);
  }

  /** Figures before and after would no longer tell the same. */
  @Test
  void theChoiceNeverChanges() {
    var setAside = IntStream.range(0, 30).filter(group -> HeldOut.contains("group-" + group));

    assertThat(setAside).containsExactly(2, 7, 10, 12, 18, 21);
  }
}
