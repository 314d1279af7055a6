package dev.fleetpulse.query.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fleetpulse.query.store.StoreException;
import dev.fleetpulse.query.store.Timescale;
import java.time.Duration;
import java.util.OptionalLong;

/** How many servers a tenant has, as of a minute ago: how much work a question is. */
final class FleetSize {
  private static final int TENANTS_MAX = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final String SERVERS =
      """
      SELECT count(*) AS servers
      FROM instances
      WHERE tenant = ?
      """;

  private final Timescale timescale;
  private final Cache<String, Long> sizes =
      Caffeine.newBuilder().maximumSize(TENANTS_MAX).expireAfterWrite(KEPT).build();

  FleetSize(Timescale timescale) {
    this.timescale = timescale;
  }

  /** Nothing while TimescaleDB does not answer and did not a minute ago. */
  OptionalLong of(String tenant) {
    try {
      return OptionalLong.of(sizes.get(tenant, this::count));
    } catch (StoreException e) {
      return OptionalLong.empty();
    }
  }

  private long count(String tenant) {
    return timescale.only(
        tenant, "the number of servers of " + tenant, SERVERS, row -> row.count("servers"), tenant);
  }
}
