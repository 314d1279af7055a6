package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Sorts;
import java.util.List;
import java.util.Optional;

/**
 * Which servers are asked for.
 *
 * @param status only those of this status
 * @param app only those of this app
 * @param text only those with this text in id, name or app, in any case
 * @param orderBy terms of {@code ORDER BY}
 */
record ServersQuery(
    Optional<String> status,
    Optional<String> app,
    Optional<String> text,
    String orderBy,
    Page page) {
  private static final List<String> STATUSES =
      List.of("healthy", "degraded", "down", "unknown", "stopped");

  private static final Sorts SORTS =
      Sorts.startingWith("status")
          // What needs a person comes first.
          .and(
              "status",
              "array_position(ARRAY['down', 'degraded', 'unknown', 'stopped', 'healthy'], status)")
          .and("name", "name")
          .and("last_heartbeat", "last_contact")
          .and("uptime", "uptime_seconds")
          .and("memory", "memory_mb")
          .and("cost", "cost");

  static Parsed<ServersQuery> read(Parameters parameters) {
    var status = parameters.choice("status", STATUSES);
    var app = parameters.text("app");
    var text = parameters.text("q");
    var orderBy = SORTS.read(parameters);
    var page = Page.read(parameters);
    return parameters.parsed(() -> new ServersQuery(status, app, text, orderBy, page));
  }
}
