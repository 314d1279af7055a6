package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One repair of one instance; as text {@code tenant/timestampMs/repairId/instanceId}.
 *
 * @param timestampMs when it was repaired, epoch milliseconds
 */
public record RepairKey(String tenant, long timestampMs, String repairId, String instanceId) {
  static final Serde<RepairKey> SERDE =
      TextKey.serde(
          4,
          RepairKey::toString,
          part -> new RepairKey(part[0], Long.parseLong(part[1]), part[2], part[3]));

  @Override
  public String toString() {
    return tenant + "/" + timestampMs + "/" + repairId + "/" + instanceId;
  }
}
