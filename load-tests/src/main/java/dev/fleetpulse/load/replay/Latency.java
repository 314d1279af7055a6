package dev.fleetpulse.load.replay;

import org.HdrHistogram.Histogram;

/**
 * How long acknowledged requests took, in milliseconds, further attempts included: from when they
 * were due by the recording, so that waiting behind slow ones is part of it; at the greatest speed,
 * where nothing is due, from when they were sent.
 */
public record Latency(double p50, double p90, double p99, double p999, double max) {
  private static final double MICROS_PER_MS = 1000;

  static Latency of(Histogram micros) {
    return new Latency(
        micros.getValueAtPercentile(50) / MICROS_PER_MS,
        micros.getValueAtPercentile(90) / MICROS_PER_MS,
        micros.getValueAtPercentile(99) / MICROS_PER_MS,
        micros.getValueAtPercentile(99.9) / MICROS_PER_MS,
        micros.getMaxValue() / MICROS_PER_MS);
  }
}
