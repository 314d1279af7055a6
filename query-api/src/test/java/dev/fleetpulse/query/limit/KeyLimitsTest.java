package dev.fleetpulse.query.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.limit.Passage.Busy;
import dev.fleetpulse.query.limit.Passage.Open;
import dev.fleetpulse.query.limit.Passage.Spent;
import dev.fleetpulse.service.limit.Limit;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class KeyLimitsTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aKeyThatHasAskedTooOftenIsToldWhenToComeAgain() {
    var limits = limits(3, 8);
    for (var i = 0; i < 3; i++) {
      leave(limits.enter("one"));
    }

    assertThat(limits.enter("one"))
        .isInstanceOfSatisfying(
            Spent.class,
            spent -> {
              assertThat(spent.throttle().retryAfter()).isEqualTo(Duration.ofSeconds(3));
              assertThat(spent.throttle().policyHeader()).isEqualTo("\"key\";q=3;w=9");
            });
    assertThat(limits.enter("other")).isInstanceOf(Open.class);

    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(limits.enter("one")).isInstanceOf(Open.class);
  }

  @Test
  void aKeyHasOnlySoManyRequestsUnderWay() {
    var limits = limits(1_000, 2);
    var open = new ArrayDeque<Passage>();
    open.push(limits.enter("one"));
    open.push(limits.enter("one"));

    assertThat(limits.enter("one")).isEqualTo(new Busy(2));
    assertThat(limits.enter("other")).isInstanceOf(Open.class);

    leave(open.pop());
    assertThat(limits.enter("one")).isInstanceOf(Open.class);
    assertThat(limits.enter("one")).isEqualTo(new Busy(2));
  }

  @Test
  void nothingIsRememberedOfKeysWithoutARequest() {
    var limits = limits(2, 2);
    leave(limits.enter("one"));
    leave(limits.enter("one"));
    assertThat(limits.enter("one")).isInstanceOf(Spent.class);
    assertThat(limits.enter("one")).isInstanceOf(Spent.class);

    assertThat(limits.keysUnderWay()).isZero();
  }

  private static void leave(Passage passage) {
    ((Open) passage).close();
  }

  private KeyLimits limits(long requests, int atOnce) {
    return new KeyLimits(
        new KeyLimitSettings(new Limit("key", requests, Duration.ofSeconds(9)), atOnce),
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return nanos.get();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        });
  }
}
