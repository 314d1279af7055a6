package dev.fleetpulse.query.analytics;

import java.math.BigDecimal;

/**
 * What was used.
 *
 * @param cost dollars, exact to a billionth
 */
record Amounts(BigDecimal cost, long tokens, long calls) {
  static final Amounts NONE = new Amounts(BigDecimal.ZERO, 0, 0);

  private static final int NANO_DIGITS = 9;

  Amounts {
    cost = Numbers.plain(cost);
  }

  /**
   * What ClickHouse holds.
   *
   * @param costNanos billionths of a dollar
   */
  static Amounts ofNanos(long costNanos, long tokens, long calls) {
    return new Amounts(BigDecimal.valueOf(costNanos, NANO_DIGITS), tokens, calls);
  }

  Amounts plus(Amounts other) {
    return new Amounts(
        cost.add(other.cost),
        Math.addExact(tokens, other.tokens),
        Math.addExact(calls, other.calls));
  }

  Amounts minus(Amounts other) {
    return new Amounts(
        cost.subtract(other.cost),
        Math.subtractExact(tokens, other.tokens),
        Math.subtractExact(calls, other.calls));
  }

  boolean isNothing() {
    return equals(NONE);
  }
}
