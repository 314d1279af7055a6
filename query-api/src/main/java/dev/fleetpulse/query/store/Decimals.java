package dev.fleetpulse.query.store;

import java.math.BigDecimal;

/** Decimal numbers as answers show them. */
final class Decimals {
  private Decimals() {}

  /** 1.500 becomes 1.5, and 100 stays 100 instead of becoming 1E+2. */
  static BigDecimal plain(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
