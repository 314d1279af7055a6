package dev.fleetpulse.ingest.verdict;

/**
 * What is wrong with one field.
 *
 * @param field its path, for example {@code usage.byModel.model-a.tokens} or {@code
 *     alerts[0].type}; {@code body} is the whole body
 * @param expected what would have been right, for example {@code a whole number from 0 to 65535}
 * @param was what came instead, for example {@code the string "abc"}
 */
public record FieldError(String field, String expected, String was) {
  /** All of it as one sentence. */
  String sentence() {
    return field + " must be " + expected + ", was " + was;
  }
}
