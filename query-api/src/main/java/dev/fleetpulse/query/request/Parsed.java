package dev.fleetpulse.query.request;

import java.util.List;

/** What came of reading a request's parameters. */
public sealed interface Parsed<T> {
  /** Every parameter is known and right. */
  record Valid<T>(T value) implements Parsed<T> {}

  /**
   * The request can't be understood: HTTP 400.
   *
   * @param errors at least one
   */
  record Invalid<T>(List<ParameterError> errors) implements Parsed<T> {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
