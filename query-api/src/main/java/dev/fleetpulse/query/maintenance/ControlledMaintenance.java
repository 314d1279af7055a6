package dev.fleetpulse.query.maintenance;

import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import java.util.List;
import java.util.Optional;

/** The windows of the control topic. */
public final class ControlledMaintenance implements Maintenance {
  private final ControlReader reader;
  private final ControlWriter writer;
  private boolean started;

  /**
   * Both are closed elsewhere, and the reader is started there.
   *
   * @param writer not started: whoever only reads needs neither its registry nor its broker
   */
  public ControlledMaintenance(ControlReader reader, ControlWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  public List<Window> of(String tenant) {
    return reader.maintenance().of(tenant).toList();
  }

  @Override
  public Optional<Window> find(String tenant, String id) {
    return reader.maintenance().find(tenant, id);
  }

  @Override
  public void open(Window window) {
    started().open(window);
  }

  @Override
  public void remove(String id) {
    started().removeWindow(id);
  }

  private synchronized ControlWriter started() {
    if (!started) {
      writer.start();
      started = true;
    }
    return writer;
  }
}
