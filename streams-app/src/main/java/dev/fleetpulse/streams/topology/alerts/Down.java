package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.AlertEvent;

/**
 * An instance that is down.
 *
 * @param told whether anybody has been told, alone or with others
 * @param group with which it was told; empty for none
 */
record Down(AlertEvent event, boolean told, String group) {
  Down alone() {
    return new Down(event, true, "");
  }

  Down in(String name) {
    return new Down(event, true, name);
  }

  /** Whether a maintenance window muted it before, so that it has an alert of its own. */
  boolean wasMuted() {
    return event.getMutedUntilMs() != null;
  }

  boolean isInGroup() {
    return !group.isEmpty();
  }
}
