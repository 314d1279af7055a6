package dev.fleetpulse.ingest.heartbeat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.batch.Batches;
import dev.fleetpulse.ingest.limit.BatchPace;
import dev.fleetpulse.ingest.limit.ReportLimits;
import dev.fleetpulse.ingest.publish.EventPublisher;
import dev.fleetpulse.ingest.request.BodyForm;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.request.Submission;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.Heartbeat;
import io.javalin.http.Context;
import java.util.Set;

/**
 * {@code POST /api/v1/heartbeat}: one heartbeat in, 202 out once the broker has it; {@code POST
 * /api/v1/heartbeats}: the same for many, with a verdict for each.
 */
public final class HeartbeatEndpoint {
  private static final Set<BodyForm> FORMS = Set.of(BodyForm.JSON, BodyForm.LINES);

  private final Reception reception;
  private final HeartbeatReader reader;
  private final ReportLimits limits;
  private final BatchPace pace;
  private final EventPublisher publisher;
  private final Batches batches;
  private final Answers answers;

  /** Stands at the end of the request's way, which these make up. */
  public HeartbeatEndpoint(
      Reception reception,
      HeartbeatReader reader,
      ReportLimits limits,
      BatchPace pace,
      EventPublisher publisher,
      Batches batches,
      Answers answers) {
    this.reception = reception;
    this.reader = reader;
    this.limits = limits;
    this.pace = pace;
    this.publisher = publisher;
    this.batches = batches;
    this.answers = answers;
  }

  /** Handles one heartbeat. */
  public void post(Context ctx) {
    switch (reception.receive(ctx, this::read)) {
      case Verdict.Accepted<Heartbeat>(var heartbeat) ->
          answers.afterwards(ctx, publisher.publish(heartbeat));
      case Verdict.Refused<Heartbeat>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }

  private Verdict<Heartbeat> read(String tenant, ObjectNode document) {
    return reader
        .read(tenant, document)
        .then(
            heartbeat -> limits.heartbeat(tenant, heartbeat.getInstanceId()).verdictOn(heartbeat));
  }

  /** Handles many heartbeats. */
  public void postMany(Context ctx) {
    switch (reception.open(ctx, FORMS)) {
      case Verdict.Accepted<Submission>(var submission) -> {
        try (submission) {
          var paced = new PacedReader(reader, pace);
          batches.take(ctx, submission, paced, publisher::publishBatched);
          paced.settle();
        }
      }
      case Verdict.Refused<Submission>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }
}
