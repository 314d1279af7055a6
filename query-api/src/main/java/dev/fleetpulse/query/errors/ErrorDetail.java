package dev.fleetpulse.query.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.query.errors.explain.Explained;
import dev.fleetpulse.query.store.MissingPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything about one signature.
 *
 * @param groups one per app that has it, the latest first
 * @param from beginning of the trend
 * @param explanation how the sample of the first group got its signature; null where the sample
 *     does not tell, because the sender gave frames or a fingerprint
 * @param trend every hour of the range, also those without errors
 * @param occurrences the latest ones; null where the store of the long history is away
 * @param missing parts that are null because a store is away
 */
record ErrorDetail(
    String signature,
    List<ErrorGroup> groups,
    Explained explanation,
    Instant from,
    Instant to,
    List<HourCount> trend,
    List<Occurrence> occurrences,
    @JsonInclude(Include.NON_EMPTY) List<MissingPart> missing) {

  /** How often it occurred in the hour that begins then, in all apps together. */
  record HourCount(Instant hour, long count) {}

  /**
   * One error as it was reported.
   *
   * @param timestamp the sender's clock
   * @param received the broker's clock
   * @param standsFor for how many occurrences it is kept; 1 unless there were too many to keep each
   * @param context a JSON object as a rule; the text itself where it is no JSON
   */
  record Occurrence(
      String app,
      String instanceId,
      String errorId,
      Instant timestamp,
      Instant received,
      String message,
      String stack,
      String level,
      String release,
      String environment,
      long standsFor,
      Map<String, String> tags,
      JsonNode context,
      String traceId) {}
}
