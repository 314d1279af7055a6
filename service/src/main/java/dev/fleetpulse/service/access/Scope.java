package dev.fleetpulse.service.access;

/** What a key allows. */
public enum Scope {
  /** Send heartbeats and errors. */
  INGEST,
  /** Ask the query API. */
  READ,
  /** Manage keys, instances and rules. */
  ADMIN,
  /** Register instances. */
  ENROLL
}
