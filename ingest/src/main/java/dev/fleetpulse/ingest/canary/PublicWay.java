package dev.fleetpulse.ingest.canary;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the way through the public URL was open within the last few seconds. Logs when that
 * changes, not per question.
 */
final class PublicWay {
  private static final Logger LOG = LoggerFactory.getLogger(PublicWay.class);

  /** One question may be lost; and much less than the silence that counts as our outage, 15 s. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final long startedAt;
  private volatile long answeredAt;
  private volatile boolean answered;
  private boolean told;
  private boolean toldOpen;

  PublicWay(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
  }

  boolean isOpen() {
    return answered && isRecent(answeredAt);
  }

  synchronized void answered() {
    answeredAt = nanoTime.getAsLong();
    answered = true;
    if (!told || !toldOpen) {
      told = true;
      toldOpen = true;
      LOG.info("The public URL answers: ticks are sent");
    }
  }

  synchronized void failed(String why) {
    // At the start nobody may have been asked to send requests here yet.
    if (!isOpen() && !isRecent(startedAt) && (!told || toldOpen)) {
      told = true;
      toldOpen = false;
      LOG.warn("The public URL does not answer, so no ticks are sent: {}", why);
    }
  }

  private boolean isRecent(long when) {
    return nanoTime.getAsLong() - when <= PATIENCE.toNanos();
  }
}
