package dev.fleetpulse.query.maintenance;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.query.command.ControlDesk;
import java.util.List;
import java.util.Optional;

/** The windows of the control topic. */
public final class ControlledMaintenance implements Maintenance {
  private final ControlDesk control;

  /** Reads and writes at the given desk. */
  public ControlledMaintenance(ControlDesk control) {
    this.control = control;
  }

  @Override
  public List<Window> of(String tenant) {
    return control.reader().maintenance().of(tenant).toList();
  }

  @Override
  public Optional<Window> find(String tenant, String id) {
    return control.reader().maintenance().find(tenant, id);
  }

  @Override
  public void open(Window window) {
    control.writer().open(window);
  }

  @Override
  public void remove(String id) {
    control.writer().removeWindow(id);
  }
}
