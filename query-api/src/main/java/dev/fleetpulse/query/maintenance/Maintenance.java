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
   * @param keyId who opens it
   * @throws dev.fleetpulse.control.ControlUnwrittenException if that is not certain
   */
  void open(Window window, String keyId);

  /**
   * Takes a window back.
   *
   * @param keyId who does so
   * @throws dev.fleetpulse.control.ControlUnwrittenException if that is not certain
   */
  void remove(Window window, String keyId);
}
