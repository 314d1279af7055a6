package dev.fleetpulse.control;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
    /**
     * Whether it is about something.
     *
     * @param instanceId null where that is no single instance
     * @param app null where that is of no single app
     */
    public boolean isAbout(
        String ofTenant, String instanceId, String app, Map<String, String> tags) {
      var isMeant =
          switch (target) {
            case Target.Instance(var meant) -> meant.equals(instanceId);
            case Target.App(var meant) -> meant.equals(app);
            case Target.Tag(var name, var value) -> value.equals(tags.get(name));
          };
      return isMeant && tenant.equals(ofTenant);
    }

    /**
     * Whether it is on, and was known by then. One that somebody opens for time that has passed
     * changes nothing that was told in that time.
     */
    public boolean isInForce(Instant at) {
      return !at.isBefore(from) && at.isBefore(to) && !at.isBefore(createdAt);
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
          ControlRecord.Enrolled _,
          ControlRecord.Other _,
          ControlRecord.Unreadable _ -> {}
    }
  }

  /** All windows of all tenants that are in force at that moment. */
  public Set<Window> inForce(Instant at) {
    return windows.values().stream()
        .filter(window -> window.isInForce(at))
        .collect(Collectors.toUnmodifiableSet());
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
