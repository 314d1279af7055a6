package dev.fleetpulse.load;

import dev.fleetpulse.load.recording.Census;
import dev.fleetpulse.load.recording.Shift;
import dev.fleetpulse.load.replay.Replay;
import dev.fleetpulse.load.replay.Speed;
import dev.fleetpulse.service.Env;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where to send, when and how fast. */
final class SendingOptions {
  /** A heartbeat that is older than this when it arrives is kept, but no longer counted. */
  private static final Duration OLDEST = Duration.ofHours(25);

  private static final int UNACKNOWLEDGED_IN_A_ROW_MAX = 200;
  private static final int CONNECTIONS_MAX = 1024;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Ingest. Default: FLEETPULSE_URL, else http://127.0.0.1:9400.")
  private URI url;

  @Option(
      names = "--speed",
      paramLabel = "1|60|...|max",
      defaultValue = "max",
      description =
          "How many times faster than recorded; max is as fast as ingest acknowledges. Default:"
              + " ${DEFAULT-VALUE}.")
  private String speed = "max";

  @Option(
      names = "--shift-to",
      paramLabel = "now|TIME",
      defaultValue = "now",
      description =
          "When the recording ends, RFC 3339. The same time gives the same requests, which count"
              + " once however often they are sent. Default: ${DEFAULT-VALUE}.")
  private String shiftTo = "now";

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "Requests in flight. Default: ${DEFAULT-VALUE}.")
  private int connections = 64;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How often one request is tried on 429, 503 or no answer. Default: ${DEFAULT-VALUE}.")
  private int attempts = 10;

  URI url(Env env) {
    return url == null ? HttpUrl.parse(env.get("URL", "http://127.0.0.1:9400")) : HttpUrl.of(url);
  }

  /** The key, which is a secret and therefore never an argument. */
  Optional<String> key(Env env) {
    return env.find("KEY");
  }

  Speed speed() {
    return Speed.parse(speed);
  }

  Replay.Limits limits() {
    if (connections < 1 || connections > CONNECTIONS_MAX || attempts < 1) {
      throw new IllegalArgumentException(
          "--connections must be from 1 to %d, --attempts from 1".formatted(CONNECTIONS_MAX));
    }
    return new Replay.Limits(connections, attempts, UNACKNOWLEDGED_IN_A_ROW_MAX);
  }

  /**
   * The shift.
   *
   * @throws IllegalArgumentException if the recording would begin too far back to be counted
   */
  Shift shift(Census census, Instant now) {
    var shift = Shift.toEndAt(shiftTo.equals("now") ? now : instant(shiftTo), census.lengthMs());
    if (shift.start().isBefore(now.minus(OLDEST))) {
      throw new IllegalArgumentException(
          "The recording would begin at %s, but what is older than %d hours is not counted: give a"
                  .formatted(shift.start(), OLDEST.toHours())
              + " later --shift-to or take a part with --limit");
    }
    return shift;
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--shift-to must be now or a time such as 2026-11-21T08:00:00Z: " + text, e);
    }
  }
}
