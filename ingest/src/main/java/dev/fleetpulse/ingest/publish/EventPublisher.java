package dev.fleetpulse.ingest.publish;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import java.util.concurrent.CompletableFuture;

/** Takes accepted records to the log. The futures always complete, and never exceptionally. */
public interface EventPublisher {
  /** Publishes one heartbeat under its tenant and instance. */
  CompletableFuture<PublishOutcome> publish(Heartbeat heartbeat);

  /** The same for one that came among others, which may have lain in a queue for long. */
  CompletableFuture<PublishOutcome> publishBatched(Heartbeat heartbeat);

  /** Publishes one error under its tenant and instance. */
  CompletableFuture<PublishOutcome> publish(ErrorReport error);
}
