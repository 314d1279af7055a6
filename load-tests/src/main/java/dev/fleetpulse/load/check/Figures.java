package dev.fleetpulse.load.check;

import java.math.BigDecimal;

/**
 * What is compared.
 *
 * @param heartbeats distinct ones, by instance and timestamp
 * @param tokens rises of the counters, as all further ones but errors
 * @param cost dollars
 * @param errors distinct ones, by instance and error id
 */
record Figures(long heartbeats, long tokens, BigDecimal cost, long calls, long errors) {

  static final Figures NONE = new Figures(0, 0, BigDecimal.ZERO, 0, 0);
}
