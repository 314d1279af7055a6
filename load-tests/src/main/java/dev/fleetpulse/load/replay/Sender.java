package dev.fleetpulse.load.replay;

import dev.fleetpulse.load.recording.Event;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends one request until there is a verdict or its attempts are used up. Asking again is safe:
 * what was stored already counts once.
 */
final class Sender {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_NAMED_PAUSE = Duration.ofMinutes(1);

  private final IngestClient ingest;
  private final int attemptsMax;
  private final Tally tally;
  private final StopSignal stop;

  Sender(IngestClient ingest, int attemptsMax, Tally tally, StopSignal stop) {
    this.ingest = ingest;
    this.attemptsMax = attemptsMax;
    this.tally = tally;
    this.stop = stop;
  }

  Outcome send(Event.Kind kind, byte[] body) throws InterruptedException {
    for (var attempt = 1; ; attempt++) {
      String cause;
      Duration pause;
      switch (ingest.send(kind, body)) {
        case Answer.Accepted() -> {
          return new Outcome.Acknowledged();
        }
        case Answer.Refused(var reason) -> {
          return new Outcome.Refused(reason);
        }
        case Answer.Busy(var status, var retryAfter) -> {
          cause = Integer.toString(status);
          pause = retryAfter.isPresent() ? bounded(retryAfter.get()) : growing(attempt);
        }
        case Answer.Unreachable(var why) -> {
          cause = why;
          pause = growing(attempt);
        }
      }
      if (attempt == attemptsMax) {
        return new Outcome.Failed("%s after %d attempts".formatted(cause, attempt));
      }
      tally.again(cause);
      if (stop.await(pause)) {
        return new Outcome.Failed(cause + ", then the replay was stopped");
      }
    }
  }

  private static Duration growing(int attempt) {
    var pause = shorter(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10)), LONGEST_PAUSE);
    // Lanes that failed together must not all come back together.
    return pause.multipliedBy(ThreadLocalRandom.current().nextLong(50, 101)).dividedBy(100);
  }

  private static Duration bounded(Duration named) {
    return shorter(named, LONGEST_NAMED_PAUSE);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
