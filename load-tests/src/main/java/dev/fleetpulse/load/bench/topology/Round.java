package dev.fleetpulse.load.bench.topology;

import java.util.Arrays;

/** What it took one side to read the records. */
record Round(long records, long nanos, long ownCpuNanos, long brokerCpuNanos) {
  static Round of(String text) {
    var numbers = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Round(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  String text() {
    return "%d %d %d %d".formatted(records, nanos, ownCpuNanos, brokerCpuNanos);
  }

  /** Records per second. */
  double rate() {
    return records / (nanos / 1e9);
  }

  /** CPU-seconds of the application per 1,000 records. */
  double ownCpu() {
    return ownCpuNanos / 1e6 / records;
  }

  /** CPU-seconds of the application and the broker per 1,000 records. */
  double cpu() {
    return (ownCpuNanos + brokerCpuNanos) / 1e6 / records;
  }
}
