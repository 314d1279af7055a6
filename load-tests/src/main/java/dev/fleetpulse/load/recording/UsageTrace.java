package dev.fleetpulse.load.recording;

import java.nio.file.Path;

/**
 * The recorded model requests: {@code
 * {"t":ms,"service":"conv|code","input_tokens":n,"output_tokens":n}}.
 */
final class UsageTrace implements Series<ModelRequest> {
  private final JsonLines lines;
  private final long recordedMs;
  private final long wantedMs;
  private long lastMs;

  private UsageTrace(JsonLines lines, long recordedMs, long wantedMs) {
    this.lines = lines;
    this.recordedMs = recordedMs;
    this.wantedMs = wantedMs;
  }

  /**
   * Opens a trace.
   *
   * @param recordedMs the time of its last request
   * @param wantedMs where that is to be; all others keep their share of the way
   */
  static UsageTrace open(Path file, long recordedMs, long wantedMs) {
    return new UsageTrace(JsonLines.open(file), recordedMs, wantedMs);
  }

  /** The time of the last request in a file. */
  static long lastMs(Path file) {
    try (var trace = open(file, 0, 0)) {
      trace.forEachRemaining(_ -> {});
      return trace.lastMs;
    }
  }

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public ModelRequest next() {
    var line = lines.next();
    var timeMs = line.count("t");
    if (timeMs < lastMs) {
      throw line.refused("t goes back in time");
    }
    lastMs = timeMs;
    return new ModelRequest(
        scaled(timeMs), service(line), line.count("input_tokens"), line.count("output_tokens"));
  }

  @Override
  public void close() {
    lines.close();
  }

  private long scaled(long timeMs) {
    return recordedMs == 0 ? timeMs : Math.multiplyExact(timeMs, wantedMs) / recordedMs;
  }

  private static ModelRequest.Service service(Line line) {
    return switch (line.text("service")) {
      case "conv" -> ModelRequest.Service.CONV;
      case "code" -> ModelRequest.Service.CODE;
      default -> throw line.refused("service must be conv or code");
    };
  }
}
