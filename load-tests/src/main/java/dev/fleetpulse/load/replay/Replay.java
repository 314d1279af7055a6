package dev.fleetpulse.load.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.load.recording.Census;
import dev.fleetpulse.load.recording.Event;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.Shift;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends a recording to an ingest server.
 *
 * <p>At a given speed the schedule is open: a request is due when the recording says so, however
 * slow the server is with the ones before it. The requests of an instance are sent one after the
 * other.
 */
public final class Replay {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private final Limits limits;
  private final StopSignal stop;
  private final Tally tally = new Tally();
  private final Sender sender;

  /**
   * What a replay must not pass.
   *
   * @param connections requests in flight
   * @param attempts per request
   * @param unacknowledgedInARow how many requests without an acknowledgement between them end the
   *     replay: against a server that is not there, going on would only take time
   */
  public record Limits(int connections, int attempts, int unacknowledgedInARow) {}

  /**
   * A request on its way to its lane.
   *
   * @param nanos when it is due, of {@link System#nanoTime()}; absent at the greatest speed
   */
  private record Due(Event event, Optional<Long> nanos) {}

  /** Sends nothing yet. One replay runs once. */
  public Replay(IngestClient ingest, Limits limits, StopSignal stop) {
    this.limits = limits;
    this.stop = stop;
    this.sender = new Sender(ingest, limits.attempts(), tally, stop);
  }

  /** Sends everything, or until the stop signal, and says what became of it. */
  public Report run(Recording recording, Census census, Shift shift, Speed speed, Progress progress)
      throws InterruptedException {
    var started = System.nanoTime();
    var telling =
        progress.start(
            () -> {
              var elapsed = since(started);
              var counts = tally.counts();
              var remaining = remaining(census, speed, counts.sent(), elapsed);
              return new Progress.Moment(counts, census.events(), elapsed, remaining);
            });
    try {
      sendAll(recording, shift, speed, started);
    } finally {
      telling.end();
    }
    return Report.of(census, shift, tally, since(started), stop.reason());
  }

  private void sendAll(Recording recording, Shift shift, Speed speed, long started)
      throws InterruptedException {
    var lanes = Lanes.<Due>start(limits.connections(), due -> send(due, shift));
    try (var events = recording.open()) {
      while (!stop.isGiven() && events.hasNext()) {
        var event = events.next();
        var due = speed.due(event.timeMs()).map(wait -> started + wait.toNanos());
        if (due.isPresent() && stop.await(Duration.ofNanos(due.get() - System.nanoTime()))) {
          return;
        }
        lanes.put(event.instanceId(), new Due(event, due));
      }
    } finally {
      lanes.finish();
    }
  }

  private void send(Due due, Shift shift) throws InterruptedException {
    if (stop.isGiven()) {
      return;
    }
    tally.sent();
    var begun = due.nanos.orElseGet(System::nanoTime);
    var outcome = outcome(due.event, shift);
    tally.ended(outcome, since(begun));
    if (tally.unacknowledgedInARow() >= limits.unacknowledgedInARow()) {
      stop.give(
          "%d requests in a row were not acknowledged".formatted(limits.unacknowledgedInARow()));
    }
  }

  private Outcome outcome(Event event, Shift shift) throws InterruptedException {
    try {
      return sender.send(event.kind(), JSON.writeValueAsBytes(shift.bodyOf(event)));
    } catch (JsonProcessingException | RuntimeException e) {
      // Nothing known gets here; but what does must not take its lane along.
      return new Outcome.Failed(e.toString());
    }
  }

  private static Duration remaining(Census census, Speed speed, long sent, Duration elapsed) {
    var bySchedule = speed.due(census.lengthMs()).map(end -> end.minus(elapsed));
    var left = Math.max(0, census.events() - sent);
    var byRate = Duration.ofMillis(elapsed.toMillis() * left / Math.max(1, sent));
    return left == 0 ? Duration.ZERO : bySchedule.filter(Duration::isPositive).orElse(byRate);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
