package dev.fleetpulse.ingest.request;

import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the fields of one document; the first twenty are kept. */
final class Findings {
  private static final int SHOWN_MAX = 20;

  private final List<FieldError> errors = new ArrayList<>(0);
  private boolean onlyOutOfTime = true;

  /** Notes a field that is missing or not what it must be. */
  void invalid(String field, String expected, String was) {
    onlyOutOfTime = false;
    add(field, expected, was);
  }

  /** Notes a time that is one, but too far from now. */
  void outOfTime(String field, String expected, String was) {
    add(field, expected, was);
  }

  /** Accepts what was made of the document where nothing was found. */
  <T> Verdict<T> verdictOn(T value) {
    if (errors.isEmpty()) {
      return new Verdict.Accepted<>(value);
    }
    var reason = onlyOutOfTime ? Reason.OUT_OF_TIME : Reason.INVALID;
    return new Verdict.Refused<>(Refusal.of(reason, errors));
  }

  private void add(String field, String expected, String was) {
    if (errors.size() < SHOWN_MAX) {
      errors.add(new FieldError(field, expected, was));
    }
  }
}
