package dev.fleetpulse.ingest.request;

import java.time.Duration;
import java.time.InstantSource;

/** The times a report may carry: not long ago, and no more ahead than clocks drift. */
public final class TimeWindow {
  private static final Duration AGE_MAX = Duration.ofDays(30);
  private static final Duration AHEAD_MAX = Duration.ofMinutes(10);

  private final InstantSource clock;

  /** The window around the clock's now. */
  public TimeWindow(InstantSource clock) {
    this.clock = clock;
  }

  boolean contains(long epochMs) {
    var now = clock.millis();
    return epochMs >= now - AGE_MAX.toMillis() && epochMs <= now + AHEAD_MAX.toMillis();
  }

  String description() {
    return "at most 30 days old and at most 10 minutes ahead of " + clock.instant();
  }
}
