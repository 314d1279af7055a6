package dev.fleetpulse.query.maintenance;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import java.util.List;
import java.util.Optional;

/** The windows there are, and how to change that. */
public interface Maintenance {
  /** All windows of a tenant. */
  List<Window> of(String tenant);

  /** One window of a tenant. */
  Optional<Window> find(String tenant, String id);

  /**
   * Keeps a window.
   *
   * @throws dev.fleetpulse.control.ControlUnwrittenException if that is not certain
   */
  void open(Window window);

  /**
   * Takes a window back.
   *
   * @throws dev.fleetpulse.control.ControlUnwrittenException if that is not certain
   */
  void remove(String id);
}
