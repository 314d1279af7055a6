package dev.fleetpulse.ingest.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker acknowledges what we send. Ticks are sent every second, so silence means
 * trouble even when no client speaks. Logs when contact is lost and when it is back, not per
 * record.
 */
final class BrokerContact {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerContact.class);

  private static final Instant NEVER = Instant.EPOCH;

  private final InstantSource clock;
  private final Duration patience;
  private final AtomicBoolean lost = new AtomicBoolean();
  private volatile Instant lastAcknowledged = NEVER;

  /**
   * Has no contact yet.
   *
   * @param patience silence after which the broker counts as away
   */
  BrokerContact(InstantSource clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  void acknowledged() {
    lastAcknowledged = clock.instant();
    if (lost.get() && lost.compareAndSet(true, false)) {
      LOG.info("The broker acknowledges again");
    }
  }

  void failed(Exception cause) {
    if (!lost.get() && lost.compareAndSet(false, true)) {
      LOG.warn("The broker does not acknowledge: {}", cause.toString());
    }
  }

  /** Whether the broker has been silent for longer than the patience. */
  boolean isLost() {
    return silence().compareTo(patience) > 0;
  }

  /** Why nothing can be stored now, or nothing where it can. */
  Optional<String> trouble() {
    if (lastAcknowledged.equals(NEVER)) {
      return Optional.of("the broker has not acknowledged anything yet");
    }
    return isLost()
        ? Optional.of(
            "the broker has not acknowledged anything for " + silence().toSeconds() + " s")
        : Optional.empty();
  }

  private Duration silence() {
    return Duration.between(lastAcknowledged, clock.instant());
  }
}
