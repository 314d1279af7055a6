package dev.fleetpulse.query.store;

import java.util.List;

/** What ClickHouse, the store of the long history, had to say. */
public sealed interface History<T> {
  /** Its rows. */
  record Recalled<T>(List<T> entries) implements History<T> {}

  /**
   * It is away or takes too long; the rest of an answer can go without it.
   *
   * @param reason for the client
   */
  record Away<T>(String reason) implements History<T> {}
}
