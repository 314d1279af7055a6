package dev.fleetpulse.ingest.errors;

import dev.fleetpulse.ingest.publish.EventPublisher;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.ErrorReport;
import io.javalin.http.Context;

/** {@code POST /api/v1/errors}: one error in, 202 out once the broker has it. */
public final class ErrorEndpoint {
  private final Reception reception;
  private final ErrorReader reader;
  private final EventPublisher publisher;
  private final Answers answers;

  /** Stands at the end of the request's way, which these four make up. */
  public ErrorEndpoint(
      Reception reception, ErrorReader reader, EventPublisher publisher, Answers answers) {
    this.reception = reception;
    this.reader = reader;
    this.publisher = publisher;
    this.answers = answers;
  }

  /** Handles one request. */
  public void post(Context ctx) {
    switch (reception.receive(ctx, reader::read)) {
      case Verdict.Accepted<ErrorReport>(var error) ->
          answers.afterwards(ctx, publisher.publish(error));
      case Verdict.Refused<ErrorReport>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }
}
