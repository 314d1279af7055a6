package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import java.time.Instant;
import java.util.Set;

/** What people say of the time in which they work on instances. */
@FunctionalInterface
public interface PlannedWork {
  /** The windows of all tenants that are in force at that moment. */
  Set<Window> inForce(Instant at);
}
