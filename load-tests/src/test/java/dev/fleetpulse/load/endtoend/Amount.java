package dev.fleetpulse.load.endtoend;

import java.math.BigDecimal;

/** Three figures that always come together: counters in a heartbeat, or their rises in an hour. */
record Amount(long tokens, long costNanos, long calls) {
  static final Amount NONE = new Amount(0, 0, 0);

  Amount plus(Amount other) {
    return new Amount(tokens + other.tokens, costNanos + other.costNanos, calls + other.calls);
  }

  BigDecimal dollars() {
    return BigDecimal.valueOf(costNanos, 9);
  }
}
