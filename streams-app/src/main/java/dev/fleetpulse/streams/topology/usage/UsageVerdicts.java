package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.streams.topology.usage.UsageHours.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what became of each heartbeat that could be read. */
final class UsageVerdicts {
  private final Counter unique;
  private final Counter duplicate;
  private final Counter tooLate;

  UsageVerdicts(MeterRegistry metrics) {
    unique = verdict(metrics, "unique");
    duplicate = verdict(metrics, "duplicate");
    tooLate = verdict(metrics, "too_late");
  }

  void count(Outcome outcome) {
    var counter =
        switch (outcome) {
          case Outcome.Counted counted -> unique;
          case Outcome.Duplicate repeated -> duplicate;
          case Outcome.TooLate late -> tooLate;
        };
    counter.increment();
  }

  private static Counter verdict(MeterRegistry metrics, String verdict) {
    return Counter.builder("fleetpulse.usage.heartbeats")
        .description("Heartbeats by what usage made of them")
        .tag("verdict", verdict)
        .register(metrics);
  }
}
