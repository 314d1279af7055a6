package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SeenFilterTest {
  private static final long MEMORY_MS = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(7);
  private final SeenFilter filter = new SeenFilter(MEMORY_MS);

  @Test
  void whatWasAddedMayBeKnownAndHardlyAnythingElse() {
    var seen = identities(100_000);
    for (var identity : seen) {
      filter.add(identity, 5);
    }

    for (var identity : seen) {
      assertThat(filter.mayKnow(identity, 5 + MEMORY_MS)).isTrue();
    }
    var asked = 0;
    for (var identity : identities(100_000)) {
      asked += filter.mayKnow(identity, 5) ? 1 : 0;
    }
    assertThat(asked).isLessThan(1_000);
  }

  @Test
  void whatIsOldIsDropped() {
    var identity = identities(1)[0];
    filter.add(identity, 5);

    assertThat(filter.mayKnow(identity, 6 + MEMORY_MS)).isFalse();
  }

  @Test
  void whereItHadToDropWhatIsNotOldEverythingMayBeKnownUntilItIs() {
    var first = identities(1)[0];
    filter.add(first, 5);
    for (var number = 0; number < SeenFilter.IDENTITIES_MAX; number++) {
      filter.add(identities(1)[0], 6);
    }

    assertThat(filter.mayKnow(first, 7)).isTrue();
    assertThat(filter.mayKnow(first, 7 + MEMORY_MS)).isFalse();
  }

  private byte[][] identities(int count) {
    var all = new byte[count][];
    for (var number = 0; number < count; number++) {
      all[number] =
          ByteBuffer.allocate(SeenErrors.IDENTITY_BYTES)
              .putLong(random.nextLong())
              .putLong(random.nextLong())
              .array();
    }
    return all;
  }
}
