package dev.fleetpulse.streams.census;

import java.util.List;

/** Asks one store how many of the rows it must have are there. */
interface StoreCounter {
  /**
   * The rows of one tenant's hour.
   *
   * @param hourMs start of the hour by append time, epoch milliseconds
   */
  record Count(String tenant, long hourMs, long rows) {}

  /**
   * Counts rows that stand for unique records; tenants and hours without any are left out.
   *
   * @param fromMs start of the first hour, epoch milliseconds
   * @param untilMs end of the last one
   * @param lengthMs of an hour
   * @throws CensusException if the store does not answer, or not in time
   */
  List<Count> count(long fromMs, long untilMs, long lengthMs);

  /**
   * The start of the earliest append time of which all rows must still be there, epoch
   * milliseconds.
   *
   * @throws CensusException if the store does not answer, or not in time
   */
  long keptSince(long nowMs);
}
