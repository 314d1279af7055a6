package dev.fleetpulse.load.bench.sinks;

import dev.fleetpulse.load.bench.CpuClock;
import java.time.Duration;
import java.util.List;

/** Runs from its making on; counts time, and the processor time of this process. */
final class Stopwatch {
  private static final List<Long> OURSELVES = List.of(ProcessHandle.current().pid());

  private final long began = System.nanoTime();
  private final Duration cpu = CpuClock.of(OURSELVES);

  Measured stop(int rows) {
    return new Measured(
        rows, Duration.ofNanos(System.nanoTime() - began), CpuClock.of(OURSELVES).minus(cpu));
  }
}
