package dev.fleetpulse.ingest.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublicWayTest {
  private long nanos = Long.MAX_VALUE - 1;
  private final PublicWay way = new PublicWay(() -> nanos);

  @Test
  void isClosedBeforeTheFirstAnswer() {
    assertThat(way.isOpen()).isFalse();
  }

  @Test
  void staysOpenForASecondThatFailed() {
    way.answered();
    nanos += Duration.ofSeconds(3).toNanos();
    way.failed("no answer");

    assertThat(way.isOpen()).isTrue();
  }

  @Test
  void closesOnceNothingWasAnsweredForFiveSeconds() {
    way.answered();
    nanos += Duration.ofSeconds(5).toNanos();
    assertThat(way.isOpen()).isTrue();

    nanos++;

    assertThat(way.isOpen()).isFalse();
  }

  @Test
  void opensAgainWithTheNextAnswer() {
    way.answered();
    nanos += Duration.ofMinutes(1).toNanos();
    way.failed("no answer");

    way.answered();

    assertThat(way.isOpen()).isTrue();
  }
}
