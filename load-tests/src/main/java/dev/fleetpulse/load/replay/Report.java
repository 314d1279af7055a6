package dev.fleetpulse.load.replay;

import dev.fleetpulse.load.recording.Census;
import dev.fleetpulse.load.recording.Shift;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a replay went; also what is written as JSON.
 *
 * @param planned what the recording holds; where a replay was stopped, more than what was sent
 * @param from the first instant of the recording, moved
 * @param to its last, moved
 * @param ratePerSecond acknowledged requests
 * @param stopped why the replay ended early, where it did
 */
public record Report(
    Census planned,
    String from,
    String to,
    Counts counts,
    double seconds,
    double ratePerSecond,
    Latency latencyMs,
    Optional<String> stopped) {

  static Report of(
      Census planned, Shift shift, Tally tally, Duration elapsed, Optional<String> stopped) {
    var counts = tally.counts();
    var seconds = Math.max(1, elapsed.toMillis()) / 1000.0;
    return new Report(
        planned,
        shift.start().toString(),
        shift.start().plusMillis(planned.lengthMs()).toString(),
        counts,
        seconds,
        counts.acknowledged() / seconds,
        tally.latency(),
        stopped);
  }

  /** Whether every request of the recording was acknowledged. */
  public boolean complete() {
    return counts.acknowledged() == planned.events();
  }

  /** The report for people, several lines. */
  public String text() {
    var text = new StringBuilder();
    line(text, "Replayed %s to %s", from, to);
    line(
        text,
        "  recording      %,12d   %,d heartbeats and %,d errors of %,d instances",
        planned.events(),
        planned.heartbeats(),
        planned.errors(),
        planned.instances());
    line(text, "  sent           %,12d   in %,.1f s", counts.sent(), seconds);
    line(text, "  acknowledged   %,12d   %,.0f /s", counts.acknowledged(), ratePerSecond);
    reasons(text, "refused", counts.refused());
    reasons(text, "failed", counts.failed());
    reasons(text, "asked again", counts.askedAgain());
    line(
        text,
        "  latency in ms    p50 %.1f   p90 %.1f   p99 %.1f   p99.9 %.1f   greatest %.1f",
        latencyMs.p50(),
        latencyMs.p90(),
        latencyMs.p99(),
        latencyMs.p999(),
        latencyMs.max());
    stopped.ifPresent(why -> line(text, "  stopped early: %s", why));
    return text.toString();
  }

  private static void reasons(StringBuilder text, String name, Map<String, Long> counts) {
    line(text, "  %-14s %,12d", name, Counts.sum(counts));
    counts.forEach((reason, count) -> line(text, "    %,25d   %s", count, reason));
  }

  @SuppressWarnings("AnnotateFormatMethod") // The formats above are all constants.
  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
