package dev.fleetpulse.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.ingest.limit.Admission.Admitted;
import dev.fleetpulse.ingest.limit.Admission.Limited;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.limit.Buckets;
import dev.fleetpulse.service.limit.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReportLimitsTest {
  private final ManualClock clock = new ManualClock();
  private final ReportLimits limits =
      new ReportLimits(
          LimitSettings.from(new Env(Map.of("FLEETPULSE_LIMIT_TENANT", "1000/PT1S"))), clock);

  @Test
  void letsABurstInAndThenOneASecond() {
    for (var i = 0; i < 5; i++) {
      assertThat(limits.heartbeat("t", "web-1")).isInstanceOf(Admitted.class);
    }
    assertThat(limits.heartbeat("t", "web-1"))
        .isEqualTo(
            new Limited(new Limit("heartbeats", 5, Duration.ofSeconds(5)), Duration.ofSeconds(1)));

    clock.goOn(Duration.ofSeconds(1));
    assertThat(limits.heartbeat("t", "web-1")).isInstanceOf(Admitted.class);
    assertThat(limits.heartbeat("t", "web-1")).isInstanceOf(Limited.class);
  }

  @Test
  void keepsInstancesTenantsAndKindsApart() {
    for (var i = 0; i < 6; i++) {
      limits.heartbeat("t", "web-1");
    }

    assertThat(limits.heartbeat("t", "web-1")).isInstanceOf(Limited.class);
    assertThat(limits.heartbeat("t", "web-2")).isInstanceOf(Admitted.class);
    assertThat(limits.heartbeat("u", "web-1")).isInstanceOf(Admitted.class);
    assertThat(limits.error("t", "web-1")).isInstanceOf(Admitted.class);
  }

  @Test
  void spreadsTheReturnOfATenantsInstances() {
    for (var i = 0; i < 1000; i++) {
      assertThat(limits.request("t")).isInstanceOf(Admitted.class);
    }

    assertThat(limits.request("t"))
        .isInstanceOfSatisfying(
            Limited.class,
            limited ->
                assertThat(limited.retryAfter())
                    .isBetween(Duration.ofNanos(1), Duration.ofMillis(5001)));
    assertThat(limits.request("u")).isInstanceOf(Admitted.class);
  }

  @Test
  void keepsABoundedNumberOfAMillionInstances() {
    for (var i = 0; i < 1_000_000; i++) {
      limits.heartbeat("t", "instance-" + i);
    }

    assertThat(limits.kept()).isLessThanOrEqualTo(Buckets.BUCKETS_MAX);
    clock.goOn(Duration.ofSeconds(11));
    await().until(() -> limits.kept() == 0);
  }

  /** Forgetting idle buckets must not show: the same as one bucket that is kept for ever. */
  @Property
  void letsInJustWhatOneTokenBucketWould(
      @ForAll @Size(max = 200) List<@IntRange(max = 12_000) Integer> pauses) {
    var clock = new ManualClock();
    var limits = new ReportLimits(LimitSettings.from(new Env(Map.of())), clock);
    var tokens = 5000L;
    for (var pause : pauses) {
      clock.goOn(Duration.ofMillis(pause));
      tokens = Math.min(5000, tokens + pause);
      var let = tokens >= 1000;
      tokens -= let ? 1000 : 0;

      assertThat(limits.heartbeat("t", "web-1") instanceof Admitted).isEqualTo(let);
    }
  }
}
