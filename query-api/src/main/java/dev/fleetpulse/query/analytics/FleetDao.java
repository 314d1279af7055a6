package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import java.util.List;

/** Counts servers, which only TimescaleDB knows. */
final class FleetDao {
  private static final String SERVERS =
      """
      SELECT count(*) AS servers
      FROM instances
      WHERE tenant = ? AND first_seen < ? :filter
      """;

  private final Timescale timescale;

  FleetDao(Timescale timescale) {
    this.timescale = timescale;
  }

  /** Those that were known by the end of the range. */
  long servers(String tenant, TimeRange hours, Filter filter) {
    return timescale.only(
        tenant,
        "the number of servers of " + tenant,
        SERVERS.replace(":filter", filter.sql()),
        row -> row.count("servers"),
        filter.values(List.of(tenant, hours.to())));
  }
}
