package dev.fleetpulse.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * As of when this process knows all of control: the latest moment at which the broker was asked
 * where control ends, and up to which end everything has been read since. What was acknowledged
 * before that moment is known here.
 */
final class CatchUp {
  /** A process that is less sure of what it knows must not grant anything. */
  static final Duration CONFIRMED_FOR = Duration.ofSeconds(2);

  /** So many ends are remembered while the reading lags; there are at most twenty a second. */
  private static final int PENDING_MAX = 64;

  private final LongSupplier nanos;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private long position;
  private volatile Long confirmedAtNanos;

  private record Pending(long askedAtNanos, long end, CompletableFuture<Void> passed) {}

  /**
   * Knows nothing yet.
   *
   * @param nanos a clock that never jumps, see {@link System#nanoTime()}
   */
  CatchUp(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Everything before this offset has been read and applied. */
  synchronized void readUpTo(long offset) {
    position = Math.max(position, offset);
    confirm();
  }

  /**
   * The broker has said where control ended.
   *
   * @param askedAtNanos before it was asked
   * @param passed completed once everything before the end has been read
   */
  synchronized void ends(long askedAtNanos, long end, CompletableFuture<Void> passed) {
    if (pending.size() == PENDING_MAX) {
      passed.completeExceptionally(new IllegalStateException("The reading of control lags"));
      return;
    }
    pending.add(new Pending(askedAtNanos, end, passed));
    confirm();
  }

  /** Done once everything that was there at the start is known. */
  CompletableFuture<Void> first() {
    return first;
  }

  /** Whether all that was acknowledged more than {@link #CONFIRMED_FOR} ago is known. */
  boolean isConfirmed() {
    return sinceConfirmed().filter(since -> since.compareTo(CONFIRMED_FOR) <= 0).isPresent();
  }

  /**
   * How long ago the last moment lies as of which everything is known; nothing before the first.
   */
  Optional<Duration> sinceConfirmed() {
    var confirmed = confirmedAtNanos;
    return confirmed == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.getAsLong() - confirmed));
  }

  private void confirm() {
    while (!pending.isEmpty() && pending.peek().end <= position) {
      var reached = pending.remove();
      confirmedAtNanos = reached.askedAtNanos;
      reached.passed.complete(null);
      first.complete(null);
    }
  }
}
