package dev.fleetpulse.ingest.verdict;

import dev.fleetpulse.service.limit.Throttle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a batch.
 *
 * @param entries one verdict each, in the order of the body
 * @param ended why the body was not read to its end, if it was not: the entries are those before
 */
public record BatchVerdict(List<EntryVerdict> entries, Optional<Refusal> ended) {
  private static final int MULTI_STATUS = 207;

  /** What became of one entry. */
  public sealed interface EntryVerdict {
    /** The broker has it. */
    record Stored() implements EntryVerdict {}

    /** It was not stored. */
    record Refused(Refusal refusal) implements EntryVerdict {}
  }

  public BatchVerdict {
    entries = List.copyOf(entries);
  }

  /** 202 where all is stored, 207 where some is not, otherwise that of {@link #problem()}. */
  int status() {
    return problem()
        .map(refusal -> refusal.reason().status())
        .orElse(stored() == entries.size() ? 202 : MULTI_STATUS);
  }

  /**
   * What is wrong with the batch as a whole, or nothing where its entries speak for themselves.
   * Nothing stored is never a success: who looks no further than the status must not forget it.
   */
  Optional<Refusal> problem() {
    if (ended.isPresent()) {
      return ended;
    }
    if (stored() > 0) {
      return Optional.empty();
    }
    return isRefused(Reason.UNAVAILABLE)
        ? Optional.of(
            Refusal.of(
                Reason.UNAVAILABLE, "No entry could be stored now: send the batch again later"))
        : firstRefusal().map(BatchVerdict::nothingStored);
  }

  /** The limit that the batch or the first of its entries has reached, if any has. */
  Optional<Throttle> throttle() {
    return Stream.concat(ended.stream(), refusals())
        .flatMap(refusal -> refusal.throttle().stream())
        .findFirst();
  }

  private static Refusal nothingStored(Refusal first) {
    return Refusal.of(first.reason(), "No entry was stored. The first: " + first.detail());
  }

  private Optional<Refusal> firstRefusal() {
    return refusals().findFirst();
  }

  private Stream<Refusal> refusals() {
    return entries.stream()
        .filter(EntryVerdict.Refused.class::isInstance)
        .map(entry -> ((EntryVerdict.Refused) entry).refusal());
  }

  /** How many entries the broker has. */
  long stored() {
    return entries.stream().filter(EntryVerdict.Stored.class::isInstance).count();
  }

  /** Whether any entry was refused for this reason. */
  boolean isRefused(Reason reason) {
    return entries.stream().anyMatch(entry -> isRefused(entry, reason));
  }

  private static boolean isRefused(EntryVerdict entry, Reason reason) {
    return entry instanceof EntryVerdict.Refused(var refusal) && refusal.reason() == reason;
  }
}
