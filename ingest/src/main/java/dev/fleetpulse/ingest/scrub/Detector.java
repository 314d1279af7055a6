package dev.fleetpulse.ingest.scrub;

/** Knows one shape of secrets by a character that stands in all of them. Has no state. */
interface Detector {
  /**
   * Looks around a trigger and redacts what it finds there.
   *
   * @return where the scan goes on; {@code at} where nothing was found, so that others may look
   */
  int look(Scan scan, int at);
}
