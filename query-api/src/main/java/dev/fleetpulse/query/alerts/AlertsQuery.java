package dev.fleetpulse.query.alerts;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import java.util.List;
import java.util.Optional;

/**
 * Which alerts are asked for.
 *
 * @param status one of them; {@code unresolved} stands for open and acknowledged
 */
record AlertsQuery(
    String status,
    Optional<String> severity,
    Optional<String> type,
    Optional<String> app,
    Optional<String> instance,
    int limit,
    int offset) {
  private static final List<String> STATUSES =
      List.of("unresolved", "open", "acknowledged", "muted", "resolved", "all");
  private static final List<String> SEVERITIES = List.of("info", "warn", "critical");
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 500;
  private static final int OFFSET_MAX = 1_000_000;

  static Parsed<AlertsQuery> read(Parameters parameters) {
    var status = parameters.choice("status", STATUSES);
    var acknowledged = parameters.choice("acknowledged", List.of("true", "false"));
    var severity = parameters.choice("severity", SEVERITIES);
    var type = parameters.text("type");
    var app = parameters.text("app");
    var instance = parameters.text("instance");
    var limit = parameters.number("limit", LIMIT, 1, LIMIT_MAX);
    var offset = parameters.number("offset", 0, 0, OFFSET_MAX);
    return parameters.parsed(
        () ->
            new AlertsQuery(
                status.or(() -> acknowledged.map(AlertsQuery::status)).orElse("unresolved"),
                severity,
                type,
                app,
                instance,
                limit,
                offset));
  }

  private static String status(String acknowledged) {
    return acknowledged.equals("true") ? "acknowledged" : "open";
  }

  /** The statuses that fit. */
  List<String> statuses() {
    return switch (status) {
      case "unresolved" -> List.of("open", "acknowledged");
      case "all" -> List.of("open", "acknowledged", "muted", "resolved");
      default -> List.of(status);
    };
  }
}
