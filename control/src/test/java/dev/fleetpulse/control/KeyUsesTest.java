package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyUsesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private Instant now = NOON;
  private final KeyUses uses = new KeyUses(() -> now);

  @Test
  void tellsTheMinuteOfTheLastUseOnce() {
    uses.used("sender01");
    now = NOON.plusSeconds(61);
    uses.used("sender01");
    uses.used("sender02");
    now = NOON.plusSeconds(119);
    uses.used("sender01");

    var minute = NOON.plusSeconds(60).toEpochMilli();
    assertThat(uses.take()).isEqualTo(Map.of("sender01", minute, "sender02", minute));
    assertThat(uses.take()).isEmpty();
  }
}
