package dev.fleetpulse.ingest.batch;

import dev.fleetpulse.ingest.publish.PublishOutcome;
import dev.fleetpulse.ingest.request.BodyForm;
import dev.fleetpulse.ingest.request.BodyRefusedException;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.request.Reception.DocumentReader;
import dev.fleetpulse.ingest.request.Submission;
import dev.fleetpulse.ingest.verdict.BatchVerdict;
import dev.fleetpulse.ingest.verdict.BatchVerdict.EntryVerdict;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One pass over the body of a batch: each entry is judged and published as it comes. */
final class BatchReading<R> {
  /** A day of heartbeats. */
  static final int ENTRIES_MAX = 1_440;

  /** So many refusals are told in full; an answer must not be greater than its batch. */
  static final int EXPLAINED_MAX = 100;

  private static final int UNDER_WAY_MAX = 128;

  /** The client waits as long, and for the last acknowledgements on top. */
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  private static final EntryVerdict STORED = new EntryVerdict.Stored();

  private final Submission submission;
  private final DocumentReader<R> reader;
  private final Function<R, CompletableFuture<PublishOutcome>> publisher;
  private final boolean isArray;
  private final Entries source;
  private final Pipeline pipeline = new Pipeline(UNDER_WAY_MAX, WAIT_MAX);
  private final List<CompletableFuture<EntryVerdict>> entries = new ArrayList<>();
  private int refused;

  /** Where a limit is reached by the first entry, the others are not worth reading. */
  private Optional<Refusal> tooEarly = Optional.empty();

  BatchReading(
      Submission submission,
      DocumentReader<R> reader,
      Function<R, CompletableFuture<PublishOutcome>> publisher) {
    this.submission = submission;
    this.reader = reader;
    this.publisher = publisher;
    this.isArray = submission.body().form() == BodyForm.JSON;
    this.source =
        isArray ? new ArrayEntries(submission.body()) : new LineEntries(submission.body());
  }

  /** Reads the body to its end; the verdict is there once the broker has spoken on each entry. */
  CompletableFuture<BatchVerdict> read() {
    var ended = readEntries();
    ended
        .filter(why -> why.reason() != Reason.TOO_SLOW)
        .ifPresent(why -> submission.body().discardRest());
    return CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> new BatchVerdict(entries.stream().map(CompletableFuture::join).toList(), ended));
  }

  /** Why the body could not be read to its end, or nothing where it was. */
  private Optional<Refusal> readEntries() {
    try {
      while (true) {
        switch (source.next()) {
          case Entries.Next.End() -> {
            return isArray || !entries.isEmpty()
                ? Optional.empty()
                : malformed("body", "a JSON object in each line", "empty");
          }
          case Entries.Next.Broken(var why) -> {
            return Optional.of(why);
          }
          case Entries.Next.TooLong() when hasRoom() -> refuse(tooLong());
          case Entries.Next.Entry(var bytes) when hasRoom() -> {
            var readable = judge(bytes.json());
            if (tooEarly.isPresent()) {
              return tooEarly;
            }
            if (!readable) {
              return malformed(
                  "body[" + (entries.size() - 1) + "]",
                  "valid JSON",
                  "broken, so that nothing behind it can be read");
            }
          }
          case Entries.Next.TooLong(), Entries.Next.Entry _ -> {
            return Optional.of(
                Refusal.of(
                    Reason.TOO_LARGE,
                    "A batch must not have more than %d entries; those behind were not read"
                        .formatted(ENTRIES_MAX)));
          }
        }
      }
    } catch (BodyRefusedException e) {
      return Optional.of(e.refusal());
    }
  }

  /** False where the reading must end, because it is unknown where the next entry begins. */
  private boolean judge(byte[] json) {
    return switch (submission.judge(json, reader)) {
      case Verdict.Accepted<R>(var record) -> {
        entries.add(
            pipeline.publish(() -> publisher.apply(record)).thenApply(BatchReading::verdict));
        yield true;
      }
      case Verdict.Refused<R>(var refusal)
          when refusal.reason() == Reason.RATE_LIMITED && entries.isEmpty() -> {
        tooEarly = Optional.of(refusal);
        yield false;
      }
      case Verdict.Refused<R>(var refusal) -> {
        refuse(refusal);
        yield !isArray || refusal.reason() != Reason.MALFORMED || JsonBody.isOneValue(json);
      }
    };
  }

  private boolean hasRoom() {
    return entries.size() < ENTRIES_MAX;
  }

  private void refuse(Refusal refusal) {
    refused++;
    entries.add(
        CompletableFuture.completedFuture(
            new EntryVerdict.Refused(refused <= EXPLAINED_MAX ? refusal : refusal.brief())));
  }

  private static EntryVerdict verdict(PublishOutcome outcome) {
    return switch (outcome) {
      case PublishOutcome.Stored() -> STORED;
      case PublishOutcome.Unavailable(var why) ->
          new EntryVerdict.Refused(Refusal.of(Reason.UNAVAILABLE, why));
    };
  }

  private static Refusal tooLong() {
    return Refusal.of(
        Reason.TOO_LARGE, "An entry must not be longer than " + EntryBytes.BYTES_MAX + " bytes");
  }

  private static Optional<Refusal> malformed(String field, String expected, String was) {
    return Optional.of(Refusal.of(Reason.MALFORMED, List.of(new FieldError(field, expected, was))));
  }
}
