package dev.fleetpulse.load.replay;

import java.util.Map;

/**
 * What has become of the requests so far.
 *
 * @param sent requests, each counted once however often it was tried
 * @param refused by status and title
 * @param failed by cause
 * @param askedAgain further attempts by what made them necessary
 */
public record Counts(
    long sent,
    long acknowledged,
    Map<String, Long> refused,
    Map<String, Long> failed,
    Map<String, Long> askedAgain) {

  static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
