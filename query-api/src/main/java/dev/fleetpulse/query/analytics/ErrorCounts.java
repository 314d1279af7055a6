package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * How often errors occurred in a range of whole hours, by time and by group. {@code groups} and
 * {@code other} add up to {@code total}.
 *
 * @param series one point per interval
 * @param groups the most frequent ones first
 * @param other the groups that are not listed
 * @param previous the hours of the same number before, where that was asked for
 */
record ErrorCounts(
    Instant from,
    Instant to,
    Interval interval,
    Store store,
    String groupBy,
    Sums total,
    List<Point> series,
    List<Group> groups,
    Other other,
    @JsonInclude(Include.NON_NULL) Previous previous) {
  /**
   * Occurrences.
   *
   * @param kept as such; the rest is only counted
   */
  record Sums(long count, long kept) {
    static final Sums NONE = new Sums(0, 0);
  }

  /** One interval. */
  record Point(Instant from, long count, long kept) {}

  /**
   * One group.
   *
   * @param share of all occurrences, 0 to 1
   */
  record Group(String name, long count, long kept, BigDecimal share) {}

  /** The rest. */
  record Other(long groups, long count, long kept) {}

  /**
   * The time before.
   *
   * @param change since, as a share of the time before; null where there was nothing
   */
  record Previous(Instant from, Instant to, Sums total, BigDecimal change) {}
}
