package dev.fleetpulse.ingest.heartbeat;

import dev.fleetpulse.ingest.publish.EventPublisher;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.Heartbeat;
import io.javalin.http.Context;

/** {@code POST /api/v1/heartbeat}: one heartbeat in, 202 out once the broker has it. */
public final class HeartbeatEndpoint {
  private final Reception reception;
  private final HeartbeatReader reader;
  private final EventPublisher publisher;
  private final Answers answers;

  /** Stands at the end of the request's way, which these four make up. */
  public HeartbeatEndpoint(
      Reception reception, HeartbeatReader reader, EventPublisher publisher, Answers answers) {
    this.reception = reception;
    this.reader = reader;
    this.publisher = publisher;
    this.answers = answers;
  }

  /** Handles one request. */
  public void post(Context ctx) {
    switch (reception.receive(ctx, reader::read)) {
      case Verdict.Accepted<Heartbeat>(var heartbeat) ->
          answers.afterwards(ctx, publisher.publish(heartbeat));
      case Verdict.Refused<Heartbeat>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }
}
