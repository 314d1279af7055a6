package dev.fleetpulse.load.recording;

import java.nio.file.Path;

/**
 * Requests recorded as they were sent: {@code {"t":ms,"kind":"heartbeat|error","body":{…}}}, where
 * {@code t} and the body's timestamps are of the same clock. The file's first request is the start
 * of the recording.
 */
final class ProtocolRecording implements Series<Event> {
  private final JsonLines lines;
  private final long startMs;
  private long lastMs;

  private ProtocolRecording(JsonLines lines, long startMs) {
    this.lines = lines;
    this.startMs = startMs;
    this.lastMs = startMs;
  }

  static ProtocolRecording open(Path file) {
    return new ProtocolRecording(JsonLines.open(file), JsonLines.first(file).count("t"));
  }

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public Event next() {
    var line = lines.next();
    var timeMs = line.count("t");
    if (timeMs < lastMs) {
      throw line.refused("t goes back in time");
    }
    lastMs = timeMs;
    var body = line.object("body");
    if (!body.path("instanceId").isTextual() || !body.has("timestamp")) {
      throw line.refused("body must have an instanceId and a timestamp");
    }
    try {
      Shift.move(body, -startMs);
    } catch (IllegalArgumentException e) {
      throw line.refused(e.getMessage());
    }
    return new Event(timeMs - startMs, kind(line), body);
  }

  @Override
  public void close() {
    lines.close();
  }

  private static Event.Kind kind(Line line) {
    return switch (line.text("kind")) {
      case "heartbeat" -> Event.Kind.HEARTBEAT;
      case "error" -> Event.Kind.ERROR;
      default -> throw line.refused("kind must be heartbeat or error");
    };
  }
}
