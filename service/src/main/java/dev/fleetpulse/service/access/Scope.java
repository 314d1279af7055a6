package dev.fleetpulse.service.access;

import java.util.Locale;

/** What a key allows. */
public enum Scope {
  /** Send heartbeats and errors. */
  INGEST,
  /** Ask the query API. */
  READ,
  /** Manage keys, instances and rules. */
  ADMIN,
  /** Register instances. */
  ENROLL;

  /** As people and records write it, for example {@code ingest}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
