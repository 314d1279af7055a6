package dev.fleetpulse.load.replay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Counts what becomes of the requests while many lanes send: sent = acknowledged + refused + failed
 * + in flight.
 */
final class Tally {
  private static final long LONGEST_MICROS = Duration.ofHours(1).toMillis() * 1000;
  private static final int SIGNIFICANT_DIGITS = 3;

  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final Reasons refused = new Reasons();
  private final Reasons failed = new Reasons();
  private final Reasons again = new Reasons();
  private final AtomicInteger unacknowledgedInARow = new AtomicInteger();
  private final Histogram latencyMicros =
      new ConcurrentHistogram(LONGEST_MICROS, SIGNIFICANT_DIGITS);

  void sent() {
    sent.increment();
  }

  /** A request is asked again because of this. */
  void again(String cause) {
    again.add(cause);
  }

  /**
   * A request has its outcome.
   *
   * @param latency see {@link Latency}
   */
  void ended(Outcome outcome, Duration latency) {
    switch (outcome) {
      case Outcome.Acknowledged() -> {
        acknowledged.increment();
        unacknowledgedInARow.set(0);
        latencyMicros.recordValue(Math.min(LONGEST_MICROS, latency.toNanos() / 1000));
      }
      case Outcome.Refused(var reason) -> {
        refused.add(reason);
        unacknowledgedInARow.incrementAndGet();
      }
      case Outcome.Failed(var cause) -> {
        failed.add(cause);
        unacknowledgedInARow.incrementAndGet();
      }
    }
  }

  int unacknowledgedInARow() {
    return unacknowledgedInARow.get();
  }

  Counts counts() {
    return new Counts(
        sent.sum(), acknowledged.sum(), refused.counts(), failed.counts(), again.counts());
  }

  Latency latency() {
    return Latency.of(latencyMicros);
  }
}
