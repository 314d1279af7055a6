package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/** One instance of one tenant; as text {@code tenant/instanceId}. */
public record InstanceKey(String tenant, String instanceId) {
  static final Serde<InstanceKey> SERDE =
      TextKey.serde(2, InstanceKey::toString, part -> new InstanceKey(part[0], part[1]));

  @Override
  public String toString() {
    return tenant + "/" + instanceId;
  }
}
