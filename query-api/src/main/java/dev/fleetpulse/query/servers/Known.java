package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.fleet.Instance;
import java.math.BigDecimal;
import java.time.Instant;

/** Figures of an instance as answers have them: what is not known is null. */
final class Known {
  private static final int NANOS_DIGITS = 9;

  private Known() {}

  static Long number(long figure) {
    return figure == Instance.NONE ? null : figure;
  }

  static Long count(int figure) {
    return figure == Instance.NO_COUNT ? null : (long) figure;
  }

  static Double measure(double figure) {
    return Double.isNaN(figure) ? null : figure;
  }

  static Instant moment(long ms) {
    return ms == Instance.NONE ? null : Instant.ofEpochMilli(ms);
  }

  /** Dollars without zeros at the end; 100 stays 100 instead of becoming 1E+2. */
  static BigDecimal money(long nanos) {
    if (nanos == Instance.NONE) {
      return null;
    }
    var dollars = BigDecimal.valueOf(nanos, NANOS_DIGITS).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }
}
