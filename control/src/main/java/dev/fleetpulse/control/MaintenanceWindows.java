package dev.fleetpulse.control;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * When somebody works on which instances, over and to come. One thread applies records, any number
 * asks.
 */
public final class MaintenanceWindows {
  private final Map<String, Window> windows = new ConcurrentHashMap<>();

  /** Whose a window is. */
  public sealed interface Target {
    /** One instance. */
    record Instance(String instanceId) implements Target {}

    /** All instances of an app. */
    record App(String app) implements Target {}

    /** All instances whose {@code metadata.tags} have it. */
    record Tag(String name, String value) implements Target {}
  }

  /**
   * One window.
   *
   * @param from its first moment
   * @param to the moment after its last
   */
  public record Window(
      String id,
      String tenant,
      Target target,
      Instant from,
      Instant to,
      Optional<String> reason,
      Instant createdAt,
      String createdBy) {
    /** Whether an instance is worked on at that moment. */
    public boolean covers(
        String ofTenant, String instanceId, String app, Map<String, String> tags, Instant at) {
      var isMeant =
          switch (target) {
            case Target.Instance(var meant) -> meant.equals(instanceId);
            case Target.App(var meant) -> meant.equals(app);
            case Target.Tag(var name, var value) -> value.equals(tags.get(name));
          };
      return isMeant && tenant.equals(ofTenant) && !at.isBefore(from) && at.isBefore(to);
    }
  }

  /** Takes in what one record says. */
  void apply(ControlRecord change) {
    switch (change) {
      case ControlRecord.WindowOpened(var window) -> windows.put(window.id(), window);
      case ControlRecord.WindowRemoved(var id) -> windows.remove(id);
      case ControlRecord.Categorised _,
          ControlRecord.Created _,
          ControlRecord.Revoked _,
          ControlRecord.ThresholdSet _,
          ControlRecord.ThresholdRemoved _,
          ControlRecord.Other _,
          ControlRecord.Unreadable _ -> {}
    }
  }

  /** Whether somebody works on the instance at that moment. */
  public boolean cover(
      String tenant, String instanceId, String app, Map<String, String> tags, Instant at) {
    return windows.values().stream()
        .anyMatch(window -> window.covers(tenant, instanceId, app, tags, at));
  }

  /** One window of a tenant. */
  public Optional<Window> find(String tenant, String id) {
    return Optional.ofNullable(windows.get(id)).filter(window -> window.tenant().equals(tenant));
  }

  /** All windows of a tenant, in no order. */
  public Stream<Window> of(String tenant) {
    return windows.values().stream().filter(window -> window.tenant().equals(tenant));
  }
}
