package dev.fleetpulse.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class BrokerContactTest {
  private Instant now = Instant.parse("2026-04-01T20:00:00Z");
  private final BrokerContact contact = new BrokerContact(() -> now, Duration.ofSeconds(5));

  @Test
  void isTroubleBeforeTheFirstAcknowledgement() {
    assertThat(contact.trouble()).hasValue("the broker has not acknowledged anything yet");
  }

  @Test
  void isLostOnceSilenceExceedsThePatience() {
    contact.acknowledged();
    now = now.plusSeconds(5);
    assertThat(contact.isLost()).isFalse();
    assertThat(contact.trouble()).isEmpty();

    now = now.plusSeconds(1);
    assertThat(contact.isLost()).isTrue();
    assertThat(contact.trouble()).hasValue("the broker has not acknowledged anything for 6 s");
  }

  @Test
  void isBackWithTheNextAcknowledgement() {
    contact.acknowledged();
    now = now.plusSeconds(60);
    contact.failed(new TimeoutException("too late"));

    contact.acknowledged();

    assertThat(contact.isLost()).isFalse();
    assertThat(contact.trouble()).isEmpty();
  }

  @Test
  void survivesASingleFailure() {
    contact.acknowledged();

    contact.failed(new TimeoutException("too late"));

    assertThat(contact.isLost()).isFalse();
  }
}
