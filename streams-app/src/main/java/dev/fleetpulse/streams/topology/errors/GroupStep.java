package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import java.util.List;
import java.util.Optional;

/** What leaves a group at once. */
record GroupStep(Optional<ErrorGroup> group, List<ErrorCount> counts, List<AlertEvent> events) {
  static GroupStep ofFigures(ErrorGroup group, List<ErrorCount> counts) {
    return new GroupStep(Optional.of(group), counts, List.of());
  }

  static GroupStep ofEvent(AlertEvent event) {
    return new GroupStep(Optional.empty(), List.of(), List.of(event));
  }
}
