package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What was used in a range of whole hours, by time and by group. {@code groups}, {@code other} and
 * {@code unattributed} add up to {@code total}.
 *
 * @param store who answered, and {@code storeReason} why it was asked
 * @param series one point per interval; null amounts in intervals to come
 * @param groups those that used most first
 * @param other the groups that are not listed
 * @param unattributed what instances gave no name
 * @param projectedMonth only where cost was asked for; null where nothing was used in the last days
 * @param previous the hours of the same number before, where that was asked for
 */
record Usage(
    Instant from,
    Instant to,
    Interval interval,
    Store store,
    String storeReason,
    GroupBy groupBy,
    Amounts total,
    List<Point> series,
    List<Group> groups,
    Other other,
    Amounts unattributed,
    @JsonInclude(Include.NON_NULL) MonthProjection projectedMonth,
    @JsonInclude(Include.NON_NULL) Previous previous) {
  /** One interval. */
  record Point(Instant from, BigDecimal cost, Long tokens, Long calls) {
    static Point of(Instant from, Amounts used) {
      return new Point(from, used.cost(), used.tokens(), used.calls());
    }

    static Point toCome(Instant from) {
      return new Point(from, null, null, null);
    }
  }

  /**
   * One group.
   *
   * @param share of the total cost (or tokens, where usage was asked for), 0 to 1; null where that
   *     is nothing
   */
  record Group(
      @JsonProperty(index = 1) String name, @JsonUnwrapped Amounts used, BigDecimal share) {}

  /**
   * The rest.
   *
   * @param groups how many
   */
  record Other(@JsonProperty(index = 1) long groups, @JsonUnwrapped Amounts used) {}

  /**
   * The time before.
   *
   * @param change of cost, tokens and calls since, as shares of the time before
   */
  record Previous(Instant from, Instant to, Amounts total, Change change) {}

  /** 0.5 is half as much again; null where there was nothing before. */
  record Change(BigDecimal cost, BigDecimal tokens, BigDecimal calls) {
    static Change of(Amounts now, Amounts before) {
      return new Change(
          Numbers.change(now.cost(), before.cost()),
          Numbers.change(now.tokens(), before.tokens()),
          Numbers.change(now.calls(), before.calls()));
    }
  }
}
