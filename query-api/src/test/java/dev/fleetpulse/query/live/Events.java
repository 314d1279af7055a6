package dev.fleetpulse.query.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events of which only that matters what a test says. */
final class Events {
  private Events() {}

  static LiveEvent about(String instanceId) {
    return of("acme", EventType.STATUS, "shop", instanceId);
  }

  static LiveEvent of(String tenant, EventType type, String app, String instanceId) {
    return new LiveEvent(
        Optional.of(tenant),
        type,
        type.text() + "/" + instanceId,
        Set.of(app),
        List.of(instanceId),
        Optional.empty(),
        JsonNodeFactory.instance.objectNode().put("instanceId", instanceId));
  }

  static LiveEvent alert(String severity) {
    return new LiveEvent(
        Optional.of("acme"),
        EventType.ALERT,
        "alert/" + severity,
        Set.of(),
        List.of(),
        Optional.of(severity),
        JsonNodeFactory.instance.objectNode());
  }
}
