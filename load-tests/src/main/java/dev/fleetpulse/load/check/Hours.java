package dev.fleetpulse.load.check;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The whole hours that a replay touches: the rows of the API are hours, and half of one can't be
 * asked for.
 *
 * @param from start of the first hour
 * @param to end of the last hour
 */
record Hours(Instant from, Instant to) {

  static Hours around(Instant first, Instant last) {
    return new Hours(
        first.truncatedTo(ChronoUnit.HOURS),
        last.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
  }
}
