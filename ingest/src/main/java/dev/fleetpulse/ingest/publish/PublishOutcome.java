package dev.fleetpulse.ingest.publish;

/** What became of a record given to Kafka. */
public sealed interface PublishOutcome {
  /** All in-sync replicas have it. */
  record Stored() implements PublishOutcome {}

  /**
   * Nobody acknowledged it in time. It may have been written all the same; the client sends it
   * again, and what comes twice is counted once.
   *
   * @param reason for the client, one sentence
   */
  record Unavailable(String reason) implements PublishOutcome {}
}
