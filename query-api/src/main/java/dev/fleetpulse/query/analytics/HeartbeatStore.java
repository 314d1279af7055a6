package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures of single heartbeats; where both stores have them they give the same answers. */
interface HeartbeatStore {
  /** Mean of the slowest route's average, milliseconds; nothing where none told it. */
  Optional<BigDecimal> meanResponse(String tenant, TimeRange range, Filter filter);

  /**
   * Of all heartbeats, and of each interval.
   *
   * @param exact whether percentiles must not be estimated, which takes memory for every value
   */
  List<Measured> byTime(
      String tenant, TimeRange range, Filter filter, Interval interval, boolean exact);

  /** Of each group, the one with the slowest routes first. */
  List<Measured> byGroup(
      String tenant,
      TimeRange range,
      Filter filter,
      PerformanceGroup group,
      int limit,
      boolean exact);

  /**
   * Heartbeats of an interval or of a group.
   *
   * @param at null but for an interval
   * @param name null but for a group
   * @param heartbeats how many there are
   * @param response the slowest route's average, milliseconds
   * @param memory megabytes
   * @param cpu percent
   */
  record Measured(
      Instant at,
      String name,
      long heartbeats,
      Percentiles response,
      Percentiles memory,
      Percentiles cpu) {}

  /** The values below which so many percent of the heartbeats are; null where none told it. */
  record Percentiles(BigDecimal p50, BigDecimal p95, BigDecimal p99, BigDecimal max) {
    static final Percentiles NONE = new Percentiles(null, null, null, null);

    static Percentiles of(Double p50, Double p95, Double p99, Double max) {
      return new Percentiles(
          Numbers.measure(p50), Numbers.measure(p95), Numbers.measure(p99), Numbers.measure(max));
    }
  }

  /** By what measures are grouped. */
  enum PerformanceGroup {
    SERVER,
    APP,
    PATH;

    static PerformanceGroup of(String slug) {
      return valueOf(slug.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
