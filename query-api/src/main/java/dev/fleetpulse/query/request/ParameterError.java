package dev.fleetpulse.query.request;

/**
 * What is wrong with one query parameter.
 *
 * @param parameter its name
 * @param expected what would have been right, for example {@code a whole number from 1 to 500}
 * @param was what came instead
 */
public record ParameterError(String parameter, String expected, String was) {
  /** All of it as one sentence. */
  String sentence() {
    return "%s must be %s, was %s".formatted(parameter, expected, was);
  }
}
