package dev.fleetpulse.query.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import java.time.Instant;
import java.util.List;

/** One window; exactly one of instanceId, app and tag is there. */
@JsonInclude(Include.NON_NULL)
record WindowAnswer(
    String id,
    String instanceId,
    String app,
    Target.Tag tag,
    Instant from,
    Instant to,
    String reason,
    Instant createdAt,
    String createdBy) {
  /** All windows of a tenant, the latest first. */
  record All(List<WindowAnswer> windows) {}

  static WindowAnswer of(Window window) {
    var target = window.target();
    return new WindowAnswer(
        window.id(),
        target instanceof Target.Instance(var instanceId) ? instanceId : null,
        target instanceof Target.App(var app) ? app : null,
        target instanceof Target.Tag tag ? tag : null,
        window.from(),
        window.to(),
        window.reason().orElse(null),
        window.createdAt(),
        window.createdBy());
  }
}
