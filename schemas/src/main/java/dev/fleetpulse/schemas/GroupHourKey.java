package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One group of errors in one hour; as text {@code tenant/hourMs/signature/app}.
 *
 * @param hourMs start of the hour, epoch milliseconds
 */
public record GroupHourKey(String tenant, long hourMs, String signature, String app) {
  static final Serde<GroupHourKey> SERDE =
      TextKey.serde(
          4,
          GroupHourKey::toString,
          part -> new GroupHourKey(part[0], Long.parseLong(part[1]), part[2], part[3]));

  @Override
  public String toString() {
    return tenant + "/" + hourMs + "/" + signature + "/" + app;
  }
}
