package dev.fleetpulse.load.endtoend;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * An error that the test sends.
 *
 * @param bug what is broken; all reports of one bug have the same frames
 * @param number makes messages and line numbers differ within a bug
 */
record ErrorReport(
    String instance, String app, long timestamp, String bug, int number, Optional<String> errorId) {

  String type() {
    return "java.lang." + bug;
  }

  String message() {
    return "Order " + number + " can't be placed";
  }

  String json() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("instanceId", instance)
        .put("app", app)
        .put("timestamp", timestamp)
        .put("language", "java")
        .put("type", type())
        .put("message", message())
        .put("stack", stack());
    errorId.ifPresent(id -> body.put("errorId", id));
    return body.toString();
  }

  private String stack() {
    return """
        %1$s: %2$s
        \tat dev.shop.%3$s.%4$s.place(%4$s.java:%5$d)
        \tat dev.shop.%3$s.Orders.accept(Orders.java:%5$d)
        \tat dev.shop.Main.main(Main.java:12)"""
        .formatted(type(), message(), app, bug, 10 + number);
  }
}
