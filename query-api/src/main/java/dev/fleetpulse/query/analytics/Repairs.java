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
 * How automatic repairs went in a range of whole hours, by time and by group. {@code groups} and
 * {@code other} add up to {@code total}.
 *
 * @param series one point per interval
 * @param groups those with most repairs first
 * @param other the groups that are not listed
 * @param previous the hours of the same number before, where that was asked for
 */
record Repairs(
    Instant from,
    Instant to,
    Interval interval,
    Store store,
    String groupBy,
    Figures total,
    List<Point> series,
    List<Group> groups,
    Other other,
    @JsonInclude(Include.NON_NULL) Previous previous) {
  private static final int SECONDS_DIGITS = 3;
  private static final int NANO_DIGITS = 9;
  private static final int MILLISECONDS_TO_SECONDS = 3;

  /**
   * Of some repairs; null is what none of them told.
   *
   * @param unknown neither a success nor a failure, as far as was told
   * @param successRate of those whose end is known, 0 to 1
   * @param meanSecondsBetween since the repair of the same server before, in the range
   * @param meanSecondsToRepair how long one took
   * @param costPerRepair dollars, of those that told it
   */
  record Figures(
      long repairs,
      long successes,
      long failures,
      long unknown,
      BigDecimal successRate,
      BigDecimal meanSecondsBetween,
      BigDecimal meanSecondsToRepair,
      Long tokens,
      BigDecimal cost,
      BigDecimal tokensPerRepair,
      BigDecimal costPerRepair) {
    static Figures of(RepairSums sums) {
      return new Figures(
          sums.total(),
          sums.successes(),
          sums.failures(),
          sums.total() - sums.successes() - sums.failures(),
          Numbers.share(sums.successes(), sums.successes() + sums.failures()),
          Numbers.mean(sums.between(), sums.betweenTold(), SECONDS_DIGITS),
          Numbers.mean(
              sums.durations().movePointLeft(MILLISECONDS_TO_SECONDS),
              sums.durationsTold(),
              SECONDS_DIGITS),
          sums.tokensTold() == 0 ? null : sums.tokens(),
          sums.costTold() == 0 ? null : Numbers.plain(sums.cost()),
          Numbers.mean(BigDecimal.valueOf(sums.tokens()), sums.tokensTold(), SECONDS_DIGITS),
          Numbers.mean(sums.cost(), sums.costTold(), NANO_DIGITS));
    }
  }

  /** One interval. */
  record Point(@JsonProperty(index = 1) Instant from, @JsonUnwrapped Figures figures) {}

  /**
   * One group.
   *
   * @param name null for repairs that did not tell it
   */
  record Group(@JsonProperty(index = 1) String name, @JsonUnwrapped Figures figures) {}

  /** The rest. */
  record Other(@JsonProperty(index = 1) long groups, @JsonUnwrapped Figures figures) {}

  /**
   * The time before.
   *
   * @param change of the number of repairs since, as a share of the time before; null where there
   *     was nothing
   */
  record Previous(Instant from, Instant to, Figures total, BigDecimal change) {}
}
