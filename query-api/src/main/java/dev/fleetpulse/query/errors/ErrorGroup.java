package dev.fleetpulse.query.errors;

import java.time.Instant;
import java.util.List;

/**
 * Errors of one app with the same signature.
 *
 * @param signature hex SHA-256
 * @param count occurrences ever
 * @param occurrences within the range asked for; ever, where none was
 * @param instanceCount how many instances had it
 * @param instances their ids, at most 100
 * @param releases at most 50
 */
record ErrorGroup(
    String signature,
    String app,
    String title,
    String category,
    String language,
    String type,
    long count,
    long occurrences,
    Instant firstSeen,
    Instant lastSeen,
    long instanceCount,
    List<String> instances,
    List<String> releases,
    Sample sample) {

  /** The first occurrence's own words; in a list, the stack is cut to 2,000 characters. */
  record Sample(String instanceId, String message, String stack) {}
}
