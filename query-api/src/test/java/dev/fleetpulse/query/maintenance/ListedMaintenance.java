package dev.fleetpulse.query.maintenance;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Windows in memory. */
public final class ListedMaintenance implements Maintenance {
  private final Map<String, Window> windows = new ConcurrentHashMap<>();

  @Override
  public List<Window> of(String tenant) {
    return windows.values().stream().filter(window -> window.tenant().equals(tenant)).toList();
  }

  @Override
  public Optional<Window> find(String tenant, String id) {
    return Optional.ofNullable(windows.get(id)).filter(window -> window.tenant().equals(tenant));
  }

  @Override
  public void open(Window window, String keyId) {
    windows.put(window.id(), window);
  }

  @Override
  public void remove(Window window, String keyId) {
    windows.remove(window.id());
  }
}
