package dev.fleetpulse.ingest.request;

/**
 * How long a body may be.
 *
 * @param compressedBytesMax of a compressed body as it comes over the wire
 * @param bytesMax of a plain body, or of a compressed one once expanded
 */
record BodyLimits(int compressedBytesMax, int bytesMax) {
  /** Of one report. */
  static final BodyLimits REPORT = new BodyLimits(64 * 1024, 512 * 1024);

  /** Of many reports; JSON that compresses worse than 4 to 1 may come plain. */
  static final BodyLimits BATCH = new BodyLimits(2 * 1024 * 1024, 8 * 1024 * 1024);
}
