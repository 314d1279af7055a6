package dev.fleetpulse.streams.topology.errors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what became of each error report that could be read. */
final class ErrorVerdicts {
  private final Counter unique;
  private final Counter duplicate;

  ErrorVerdicts(MeterRegistry metrics) {
    unique = verdict(metrics, "unique");
    duplicate = verdict(metrics, "duplicate");
  }

  void unique() {
    unique.increment();
  }

  void duplicate() {
    duplicate.increment();
  }

  private static Counter verdict(MeterRegistry metrics, String verdict) {
    return Counter.builder("fleetpulse.errors.reports")
        .description("Error reports by what grouping made of them")
        .tag("verdict", verdict)
        .register(metrics);
  }
}
