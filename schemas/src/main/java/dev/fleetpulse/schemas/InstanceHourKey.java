package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One instance in one hour; as text {@code tenant/hourMs/instanceId}.
 *
 * @param hourMs start of the hour, epoch milliseconds
 */
public record InstanceHourKey(String tenant, long hourMs, String instanceId) {
  static final Serde<InstanceHourKey> SERDE =
      TextKey.serde(
          3,
          InstanceHourKey::toString,
          part -> new InstanceHourKey(part[0], Long.parseLong(part[1]), part[2]));

  @Override
  public String toString() {
    return tenant + "/" + hourMs + "/" + instanceId;
  }
}
