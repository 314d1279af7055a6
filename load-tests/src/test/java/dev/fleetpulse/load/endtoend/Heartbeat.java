package dev.fleetpulse.load.endtoend;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;

/**
 * A heartbeat that the test sends.
 *
 * @param counters by {@code total}, {@code category/…} and {@code model/…}; empty where it tells no
 *     usage
 */
record Heartbeat(
    String instance,
    String app,
    long timestamp,
    String bootId,
    double cpuPercent,
    SortedMap<String, Amount> counters) {

  String json() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("instanceId", instance).put("app", app).put("timestamp", timestamp);
    body.putObject("server").put("status", "healthy").put("bootId", bootId);
    body.putObject("process").put("cpuPercent", cpuPercent);
    if (!counters.isEmpty()) {
      var usage = body.putObject("usage");
      var total = counters.get("total");
      usage
          .put("totalTokens", total.tokens())
          .put("totalCost", total.dollars())
          .put("totalCalls", total.calls());
      putNamed(usage.putObject("byCategory"), "category/");
      putNamed(usage.putObject("byModel"), "model/");
    }
    return body.toString();
  }

  private void putNamed(ObjectNode parent, String prefix) {
    counters.forEach(
        (name, amount) -> {
          if (name.startsWith(prefix)) {
            parent
                .putObject(name.substring(prefix.length()))
                .put("tokens", amount.tokens())
                .put("cost", amount.dollars())
                .put("calls", amount.calls());
          }
        });
  }
}
