package dev.fleetpulse.query.maintenance;

import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.ControlDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The windows of the control topic. */
public final class ControlledMaintenance implements Maintenance {
  private final ControlDesk control;
  private final AuditTrail audit;

  /** Reads and writes at the given desk, and takes down who did what. */
  public ControlledMaintenance(ControlDesk control, AuditTrail audit) {
    this.control = control;
    this.audit = audit;
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
  public void open(Window window, String keyId) {
    audit.take(window.tenant(), keyId, "maintenance.open", window.id(), told(window));
    control.writer().open(window);
  }

  @Override
  public void remove(Window window, String keyId) {
    audit.take(window.tenant(), keyId, "maintenance.delete", window.id(), told(window));
    control.writer().removeWindow(window.id());
  }

  private static Map<String, String> told(Window window) {
    var told = new TreeMap<String, String>();
    switch (window.target()) {
      case Target.Instance(var instanceId) -> told.put("instanceId", instanceId);
      case Target.App(var app) -> told.put("app", app);
      case Target.Tag(var name, var value) -> told.put("tag", name + "=" + value);
    }
    told.put("from", window.from().toString());
    told.put("to", window.to().toString());
    window.reason().ifPresent(reason -> told.put("reason", reason));
    return told;
  }
}
