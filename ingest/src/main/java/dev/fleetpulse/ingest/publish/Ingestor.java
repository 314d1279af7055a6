package dev.fleetpulse.ingest.publish;

import java.util.UUID;

/**
 * This process, as records and ticks name it.
 *
 * @param id the same over restarts
 * @param incarnation unique per start
 */
public record Ingestor(String id, String incarnation) {
  /** The process as it starts now. */
  public static Ingestor starting(String id) {
    return new Ingestor(id, UUID.randomUUID().toString());
  }
}
