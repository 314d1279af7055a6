package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.SeriesRange;
import java.time.Instant;
import java.util.List;

/**
 * Whose uptime is asked for, and when.
 *
 * @param table which of the two a file has: {@code series} or {@code apps}
 */
record UptimeQuery(SeriesRange range, Filter filter, String table) {
  static Parsed<UptimeQuery> read(Parameters parameters, Instant now) {
    var range = SeriesRange.read(parameters, now);
    var filter = Filter.read(parameters);
    return parameters.parsed(() -> new UptimeQuery(range, filter, ""));
  }

  static Parsed<UptimeQuery> readForFile(Parameters parameters, Instant now) {
    var range = SeriesRange.read(parameters, now);
    var filter = Filter.read(parameters);
    var table = parameters.choice("table", List.of("series", "apps"));
    return parameters.parsed(() -> new UptimeQuery(range, filter, table.orElse("series")));
  }
}
