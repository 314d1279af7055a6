package dev.fleetpulse.ingest.verdict;

import java.util.List;
import java.util.function.Function;

/** What a step makes of a request: something the next step can use, or a refusal. */
public sealed interface Verdict<T> {
  /** The request may go on. */
  record Accepted<T>(T value) implements Verdict<T> {}

  /** The request ends here. */
  record Refused<T>(Refusal refusal) implements Verdict<T> {}

  /** The verdict of the next step where this one accepts, this one's refusal otherwise. */
  default <R> Verdict<R> then(Function<? super T, Verdict<R>> next) {
    return switch (this) {
      case Accepted<T>(var value) -> next.apply(value);
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }

  /** Refuses for a reason that no field is to blame for. */
  static <T> Verdict<T> refused(Reason reason, String detail) {
    return new Refused<>(Refusal.of(reason, detail));
  }

  /** Refuses for what is wrong with one field. */
  static <T> Verdict<T> refused(Reason reason, FieldError error) {
    return new Refused<>(Refusal.of(reason, List.of(error)));
  }
}
