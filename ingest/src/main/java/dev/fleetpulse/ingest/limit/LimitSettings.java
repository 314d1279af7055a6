package dev.fleetpulse.ingest.limit;

import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.limit.Limit;

/**
 * All limits of an ingest process.
 *
 * @param tenant requests of a tenant
 * @param instanceHeartbeats heartbeats of an instance
 * @param instanceErrors errors of an instance
 * @param instanceBatches batches of an instance
 * @param tenantBatchEntries entries of a tenant's batches, so that no tenant takes all of the pace
 * @param batchEntries entries of all batches: what the pipeline behind can take beside what is live
 */
public record LimitSettings(
    Limit tenant,
    Limit instanceHeartbeats,
    Limit instanceErrors,
    Limit instanceBatches,
    Limit tenantBatchEntries,
    Limit batchEntries) {

  /**
   * Reads the settings {@code LIMIT_…}.
   *
   * @throws IllegalArgumentException naming the one that is no limit
   */
  public static LimitSettings from(Env env) {
    return new LimitSettings(
        read(env, "LIMIT_TENANT", "tenant", "20000/PT1S"),
        read(env, "LIMIT_INSTANCE_HEARTBEATS", "heartbeats", "5/PT5S"),
        read(env, "LIMIT_INSTANCE_ERRORS", "errors", "100/PT10S"),
        read(env, "LIMIT_INSTANCE_BATCHES", "batches", "6/PT1M"),
        read(env, "LIMIT_TENANT_BATCH_ENTRIES", "tenant-batch-entries", "30000/PT10S"),
        read(env, "LIMIT_BATCH_ENTRIES", "batch-entries", "50000/PT10S"));
  }

  private static Limit read(Env env, String setting, String name, String otherwise) {
    try {
      return Limit.parse(name, env.get(setting, otherwise));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("FLEETPULSE_" + setting + ": " + e.getMessage(), e);
    }
  }
}
