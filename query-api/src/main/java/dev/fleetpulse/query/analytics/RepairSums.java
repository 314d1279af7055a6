package dev.fleetpulse.query.analytics;

import java.math.BigDecimal;

/**
 * What repairs add up to; how many of them told a figure stands beside its sum.
 *
 * @param between seconds since the repair of the same server before
 * @param durations milliseconds
 */
record RepairSums(
    long total,
    long successes,
    long failures,
    long tokens,
    long tokensTold,
    BigDecimal cost,
    long costTold,
    BigDecimal between,
    long betweenTold,
    BigDecimal durations,
    long durationsTold) {
  static final RepairSums NONE =
      new RepairSums(0, 0, 0, 0, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO, 0);

  RepairSums minus(RepairSums other) {
    return new RepairSums(
        total - other.total,
        successes - other.successes,
        failures - other.failures,
        tokens - other.tokens,
        tokensTold - other.tokensTold,
        cost.subtract(other.cost),
        costTold - other.costTold,
        between.subtract(other.between),
        betweenTold - other.betweenTold,
        durations.subtract(other.durations),
        durationsTold - other.durationsTold);
  }
}
