package dev.fleetpulse.ingest.errors;

import dev.fleetpulse.ingest.batch.Batches;
import dev.fleetpulse.ingest.publish.EventPublisher;
import dev.fleetpulse.ingest.request.BodyForm;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.request.Submission;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.ErrorReport;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/v1/errors}: one error in, 202 out once the broker has it; or many in, with a
 * verdict for each.
 */
public final class ErrorEndpoint {
  private static final Set<BodyForm> FORMS = Set.of(BodyForm.JSON, BodyForm.LINES);

  private final Reception reception;
  private final LimitedErrorReader reader;
  private final EventPublisher publisher;
  private final Batches batches;
  private final Answers answers;

  /** Stands at the end of the request's way, which these make up. */
  public ErrorEndpoint(
      Reception reception,
      LimitedErrorReader reader,
      EventPublisher publisher,
      Batches batches,
      Answers answers) {
    this.reception = reception;
    this.reader = reader;
    this.publisher = publisher;
    this.batches = batches;
    this.answers = answers;
  }

  /** Handles one request. */
  public void post(Context ctx) {
    switch (reception.open(ctx, FORMS)) {
      case Verdict.Accepted<Submission>(var submission) -> {
        try (submission) {
          take(ctx, submission);
        }
      }
      case Verdict.Refused<Submission>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }

  private void take(Context ctx, Submission submission) {
    switch (submission.single(reader)) {
      case Verdict.Accepted<Optional<ErrorReport>>(var single) ->
          single.ifPresentOrElse(
              error -> answers.afterwards(ctx, publisher.publish(error)),
              () -> batches.take(ctx, submission, reader, publisher::publish));
      case Verdict.Refused<Optional<ErrorReport>>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }
}
