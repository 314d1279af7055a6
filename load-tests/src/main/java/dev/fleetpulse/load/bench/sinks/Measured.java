package dev.fleetpulse.load.bench.sinks;

import java.time.Duration;
import java.util.Locale;

/**
 * One measurement.
 *
 * @param cpu processor time of this process
 */
record Measured(int rows, Duration took, Duration cpu) {
  double rowsPerSecond() {
    return rows / (took.toNanos() / 1e9);
  }

  double cpuSecondsPerThousand() {
    return cpu.toNanos() / 1e6 / rows;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%,9.0f rows/s  %.4f CPU-s per 1,000 rows",
        rowsPerSecond(),
        cpuSecondsPerThousand());
  }
}
