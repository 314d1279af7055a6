package dev.fleetpulse.query.analytics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as answers show them, whichever store they come from. */
final class Numbers {
  private static final int SHARE_DIGITS = 4;
  private static final int MEASURE_DIGITS = 3;

  private Numbers() {}

  /** 1.500 becomes 1.5, and 100 stays 100 instead of becoming 1E+2. */
  static BigDecimal plain(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** A part of a whole, to four digits; null where there is no whole. */
  static BigDecimal share(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? null
        : plain(part.divide(whole, SHARE_DIGITS, RoundingMode.HALF_UP));
  }

  static BigDecimal share(long part, long whole) {
    return share(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
  }

  /** How much more it is than before, as a share of before; null where there was nothing. */
  static BigDecimal change(BigDecimal now, BigDecimal before) {
    return share(now.subtract(before), before);
  }

  static BigDecimal change(long now, long before) {
    return change(BigDecimal.valueOf(now), BigDecimal.valueOf(before));
  }

  /** A measured value to three digits; null stays null. */
  static BigDecimal measure(Double value) {
    return value == null || value.isNaN()
        ? null
        : plain(BigDecimal.valueOf(value).setScale(MEASURE_DIGITS, RoundingMode.HALF_UP));
  }

  /** A sum spread over so many; null where there are none. */
  static BigDecimal mean(BigDecimal sum, long count, int digits) {
    return count == 0
        ? null
        : plain(sum.divide(BigDecimal.valueOf(count), digits, RoundingMode.HALF_UP));
  }
}
