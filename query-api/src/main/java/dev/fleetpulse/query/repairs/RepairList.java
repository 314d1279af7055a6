package dev.fleetpulse.query.repairs;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The latest repairs of a server.
 *
 * @param repairs latest first
 * @param stats over all repairs that are kept, not only the ones listed
 */
record RepairList(List<Repair> repairs, Stats stats) {

  /**
   * One repair; what was not told of it is null.
   *
   * @param cost dollars
   */
  record Repair(
      String id,
      Instant timestamp,
      String app,
      Boolean success,
      String error,
      String resolution,
      Long tokens,
      BigDecimal cost,
      String mode,
      String model,
      Long durationMs) {}

  /**
   * The figures of a server's repairs.
   *
   * @param avgTokens null where no repair told its tokens
   * @param avgDurationMs null where no repair told its duration
   */
  record Stats(
      long total, long successes, Double avgTokens, BigDecimal totalCost, Double avgDurationMs) {}
}
