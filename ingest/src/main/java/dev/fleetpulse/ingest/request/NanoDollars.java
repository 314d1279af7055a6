package dev.fleetpulse.ingest.request;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Dollars as a client writes them, in the integer nano-dollars we count in. */
final class NanoDollars {
  /** More dollars than this in one counter are a mistake, and sums of them still fit a long. */
  static final long DOLLARS_MAX = 1_000_000_000;

  private static final int DECIMALS = 9;

  private NanoDollars() {}

  /**
   * Exact up to nine decimals; more are rounded half to even.
   *
   * @param dollars from 0 to {@link #DOLLARS_MAX}
   */
  static long of(BigDecimal dollars) {
    return dollars.setScale(DECIMALS, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
  }
}
