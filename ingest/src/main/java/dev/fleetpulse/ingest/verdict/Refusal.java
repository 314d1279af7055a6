package dev.fleetpulse.ingest.verdict;

import dev.fleetpulse.service.limit.Throttle;
import java.util.List;
import java.util.Optional;

/**
 * Why one request is not answered 202.
 *
 * @param detail one sentence about this very request
 * @param errors what is wrong with which field; empty where the body was not the trouble
 * @param throttle the limit that was reached, if that is the reason
 */
public record Refusal(
    Reason reason, String detail, List<FieldError> errors, Optional<Throttle> throttle) {
  public Refusal {
    errors = List.copyOf(errors);
  }

  /** The same refusal, saying no more than its reason. */
  public Refusal brief() {
    return of(reason, reason.title());
  }

  /** A refusal that no field is to blame for. */
  public static Refusal of(Reason reason, String detail) {
    return new Refusal(reason, detail, List.of(), Optional.empty());
  }

  /** A refusal for a limit that was reached. */
  public static Refusal of(Throttle throttle) {
    var detail =
        "The limit %s is %d in %d seconds: send it again in %d seconds"
            .formatted(
                throttle.policy(),
                throttle.quota(),
                throttle.windowSeconds(),
                throttle.retryAfterSeconds());
    return new Refusal(Reason.RATE_LIMITED, detail, List.of(), Optional.of(throttle));
  }

  /**
   * A refusal for what is wrong with fields.
   *
   * @param errors at least one
   */
  public static Refusal of(Reason reason, List<FieldError> errors) {
    var first = errors.getFirst().sentence();
    var detail = errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more)";
    return new Refusal(reason, detail, errors, Optional.empty());
  }
}
