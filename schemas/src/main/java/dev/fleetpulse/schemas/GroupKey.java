package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One group of errors; as text {@code tenant/signature/app}.
 *
 * @param signature hex, see {@link ErrorGroup}
 */
public record GroupKey(String tenant, String signature, String app) {
  static final Serde<GroupKey> SERDE =
      TextKey.serde(3, GroupKey::toString, part -> new GroupKey(part[0], part[1], part[2]));

  @Override
  public String toString() {
    return tenant + "/" + signature + "/" + app;
  }
}
