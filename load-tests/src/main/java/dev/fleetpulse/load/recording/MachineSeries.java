package dev.fleetpulse.load.recording;

import java.nio.file.Path;
import java.util.Optional;

/** The recorded cluster: {@code {"t":ms,"host":"…","cpu":percent,"mem":percent}}. */
final class MachineSeries implements Series<Sample> {
  private final JsonLines lines;
  private long lastMs;

  private MachineSeries(JsonLines lines) {
    this.lines = lines;
  }

  static MachineSeries open(Path file) {
    return new MachineSeries(JsonLines.open(file));
  }

  @Override
  public boolean hasNext() {
    return lines.hasNext();
  }

  @Override
  public Sample next() {
    var line = lines.next();
    var timeMs = line.count("t");
    if (timeMs < lastMs) {
      throw line.refused("t goes back in time");
    }
    lastMs = timeMs;
    return new Sample(
        timeMs,
        Machine.ofCluster(line.text("host")),
        Optional.of(new Sample.Load(line.number("cpu"), line.number("mem"))));
  }

  @Override
  public void close() {
    lines.close();
  }
}
