package dev.fleetpulse.ingest.batch;

import dev.fleetpulse.ingest.publish.PublishOutcome;
import dev.fleetpulse.ingest.request.Reception.DocumentReader;
import dev.fleetpulse.ingest.request.Submission;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.BatchVerdict;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Takes bodies of many reports: each report is judged and published as if it had come alone, while
 * the body still comes in, and one answer has the verdicts on all.
 */
public final class Batches {
  /**
   * A batch holds its thread while it comes in, and single reports need some, too; and each may
   * need some megabytes for the entry it is at.
   */
  private static final int AT_ONCE_MAX = 16;

  private final Semaphore places = new Semaphore(AT_ONCE_MAX);
  private final Answers answers;

  /** Answers by these. */
  public Batches(Answers answers) {
    this.answers = answers;
  }

  /** Handles one request, whose body is read to its end when this returns. */
  public <R> void take(
      Context ctx,
      Submission submission,
      DocumentReader<R> reader,
      Function<R, CompletableFuture<PublishOutcome>> publisher) {
    if (!places.tryAcquire()) {
      answers.refuse(
          ctx, Refusal.of(Reason.UNAVAILABLE, "Too many batches come in now: send it again later"));
      return;
    }
    CompletableFuture<BatchVerdict> publishing;
    try {
      publishing = new BatchReading<>(submission, reader, publisher).read();
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
    answers.afterAll(ctx, publishing.whenComplete((verdict, failure) -> places.release()));
  }
}
