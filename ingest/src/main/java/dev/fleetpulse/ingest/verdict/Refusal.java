package dev.fleetpulse.ingest.verdict;

import java.util.List;

/**
 * Why one request is not answered 202.
 *
 * @param detail one sentence about this very request
 * @param errors what is wrong with which field; empty where the body was not the trouble
 */
public record Refusal(Reason reason, String detail, List<FieldError> errors) {
  public Refusal {
    errors = List.copyOf(errors);
  }

  /** The same refusal, saying no more than its reason. */
  public Refusal brief() {
    return of(reason, reason.title());
  }

  /** A refusal that no field is to blame for. */
  public static Refusal of(Reason reason, String detail) {
    return new Refusal(reason, detail, List.of());
  }

  /**
   * A refusal for what is wrong with fields.
   *
   * @param errors at least one
   */
  public static Refusal of(Reason reason, List<FieldError> errors) {
    var first = errors.getFirst().sentence();
    var detail = errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more)";
    return new Refusal(reason, detail, errors);
  }
}
