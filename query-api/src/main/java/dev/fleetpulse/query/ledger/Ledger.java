package dev.fleetpulse.query.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The books of a tenant.
 *
 * @param summary how many hours are open, pending, balanced and unbalanced
 * @param hours latest first
 */
record Ledger(Instant from, Instant to, Map<String, Long> summary, List<Hour> hours) {

  /**
   * One hour of append time.
   *
   * @param state of all that follows: unbalanced where one is, else open, pending or balanced
   * @param lost records of any tenant that were acknowledged in this hour and are not in the log
   * @param lostBy the same by ingest process, its start and partition
   * @param refusals what was refused of the tenant and so left no record, by reason
   */
  record Hour(
      Instant hour,
      String state,
      List<Log> logs,
      long lost,
      JsonNode lostBy,
      Map<String, Long> refusals) {}

  /**
   * One log in that hour.
   *
   * @param reason what is awaited or does not balance; null where it does
   * @param difference records without a verdict
   * @param stores by name: state, rows, deadLetters, difference, pending
   */
  record Log(
      String log,
      String state,
      String reason,
      long appended,
      long unique,
      long duplicate,
      long tooLate,
      long unreadable,
      long sampled,
      long difference,
      JsonNode stores) {}
}
