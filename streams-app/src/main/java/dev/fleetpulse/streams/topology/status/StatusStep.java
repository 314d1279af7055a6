package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.UptimeHour;
import java.util.Collections;
import java.util.List;

/**
 * What leaves after a record.
 *
 * @param states the new state of an instance, if there is one; null in it is the end of one
 * @param changes of its status, in their order
 * @param alerts what raises or clears them
 * @param uptime rows that have news
 * @param clocks how late it is, if readers are to be told
 */
record StatusStep(
    List<InstanceState> states,
    List<StatusChange> changes,
    List<AlertEvent> alerts,
    List<UptimeHour> uptime,
    List<PartitionClock> clocks) {
  static StatusStep clock(PartitionClock clock) {
    return new StatusStep(List.of(), List.of(), List.of(), List.of(), List.of(clock));
  }

  static StatusStep alert(AlertEvent alert) {
    return new StatusStep(List.of(), List.of(), List.of(alert), List.of(), List.of());
  }

  /** The list that holds nothing but the end of an instance. */
  static List<InstanceState> ended() {
    return Collections.singletonList(null);
  }
}
