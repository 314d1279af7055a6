package dev.fleetpulse.streams.topology.status;

/**
 * What a partition knows of one ingest process by its ticks.
 *
 * @param lastTickMs append time of the latest, epoch milliseconds
 * @param backSinceMs the first tick after it had last fallen silent without a goodbye; 0 for never
 * @param goodbye whether the latest said that there will be no more
 */
record IngestorContact(long lastTickMs, long backSinceMs, boolean goodbye) {
  /** Told by its first tick. */
  static IngestorContact first(long tickMs, boolean goodbye) {
    return new IngestorContact(tickMs, 0, goodbye);
  }

  /**
   * With another tick.
   *
   * @param recoveredAtMs see {@link StatusClock}: silence that was everybody's is not the process's
   */
  IngestorContact after(long tickMs, boolean saysGoodbye, long recoveredAtMs) {
    var vanished = !goodbye && isSilence(tickMs, recoveredAtMs);
    return new IngestorContact(
        Math.max(lastTickMs, tickMs), vanished ? tickMs : backSinceMs, saysGoodbye);
  }

  /**
   * Whether it has been silent at some time since an instance was last heard through it, so that
   * the instance may have spoken in vain.
   */
  boolean mayHaveMissed(long lastContactMs, long nowMs, long recoveredAtMs) {
    return backSinceMs > lastContactMs || (!goodbye && isSilence(nowMs, recoveredAtMs));
  }

  /** An outage of ours that it did not come back from is one that recovery has dealt with. */
  private boolean isSilence(long nowMs, long recoveredAtMs) {
    return lastTickMs >= recoveredAtMs && nowMs - lastTickMs > StatusClock.GAP.toMillis();
  }
}
