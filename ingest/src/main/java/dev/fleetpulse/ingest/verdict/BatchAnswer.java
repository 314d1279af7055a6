package dev.fleetpulse.ingest.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer to a batch as JSON: counts, and a verdict per entry. Where the batch as a whole was
 * refused, it is a problem, too (RFC 9457), with the same members behind the problem's own.
 *
 * @param problem null where there is none
 */
record BatchAnswer(
    @JsonInclude(Include.NON_NULL) @JsonUnwrapped Problem problem,
    long received,
    long stored,
    long refused,
    String serverTime,
    List<Entry> entries) {

  /** The verdict on one entry, as the same report alone would have been answered. */
  record Entry(int index, int status, @JsonInclude(Include.NON_NULL) EntryProblem problem) {}

  /** A problem without what the entry's status and the request already say. */
  record EntryProblem(
      String type, String detail, @JsonInclude(Include.NON_EMPTY) List<FieldError> errors) {}

  static BatchAnswer of(BatchVerdict verdict, String path, Instant now) {
    var entries = verdict.entries();
    var stored = verdict.stored();
    return new BatchAnswer(
        verdict.problem().map(refusal -> Problem.of(refusal, path)).orElse(null),
        entries.size(),
        stored,
        entries.size() - stored,
        now.toString(),
        IntStream.range(0, entries.size()).mapToObj(i -> entry(i, entries.get(i))).toList());
  }

  private static Entry entry(int index, BatchVerdict.EntryVerdict verdict) {
    return switch (verdict) {
      case BatchVerdict.EntryVerdict.Stored() -> new Entry(index, 202, null);
      case BatchVerdict.EntryVerdict.Refused(var refusal) ->
          new Entry(
              index,
              refusal.reason().status(),
              new EntryProblem(Problem.type(refusal.reason()), refusal.detail(), refusal.errors()));
    };
  }
}
