package dev.fleetpulse.query.errors;

import java.time.Instant;
import java.util.List;

/**
 * Errors of one app with the same signature.
 *
 * @param signature hex SHA-256
 * @param status new, regressed, reopened, resolved or ignored
 * @param statusSince the broker's clock; null where that is not known
 * @param statusBy who said so; null for what nobody said
 * @param resolvedAt null unless it is resolved or regressed
 * @param count occurrences ever
 * @param kept how many of them are kept as such; the rest is only counted
 * @param occurrences within the range asked for; ever, where none was
 * @param firstReceived the broker's clock, as is {@code lastReceived}; null where not known
 * @param instanceCount how many instances had it; at least so many where it is not exact
 * @param instances their ids, at most 100
 * @param releases the 50 that had it last, the first one first
 */
record ErrorGroup(
    String signature,
    String app,
    String title,
    String category,
    String language,
    String type,
    String rootSignature,
    String status,
    Instant statusSince,
    String statusBy,
    Instant resolvedAt,
    long count,
    long kept,
    long occurrences,
    Instant firstSeen,
    Instant lastSeen,
    Instant firstReceived,
    Instant lastReceived,
    long instanceCount,
    boolean instancesExact,
    List<String> instances,
    List<Release> releases,
    Sample sample) {

  /**
   * The earliest occurrence's own words; in a list, the stack is cut to 2,000 characters.
   *
   * @param timestamp the sender's clock
   */
  record Sample(
      String instanceId, String errorId, Instant timestamp, String message, String stack) {}

  /** When a release had the error, by the senders' clocks; null where that is not known. */
  record Release(String release, Instant firstSeen, Instant lastSeen) {}
}
