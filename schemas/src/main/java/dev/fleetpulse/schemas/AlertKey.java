package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One thing that there can be an alert about; as text {@code tenant/alertKey}.
 *
 * @param alertKey the alert's type and what it concerns, see {@link AlertEvent}
 */
public record AlertKey(String tenant, String alertKey) {
  static final Serde<AlertKey> SERDE =
      TextKey.serde(2, AlertKey::toString, part -> new AlertKey(part[0], part[1]));

  @Override
  public String toString() {
    return tenant + "/" + alertKey;
  }
}
