package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/** One pattern of errors across apps; as text {@code tenant/patternId}. */
public record PatternKey(String tenant, String patternId) {
  static final Serde<PatternKey> SERDE =
      TextKey.serde(2, PatternKey::toString, part -> new PatternKey(part[0], part[1]));

  @Override
  public String toString() {
    return tenant + "/" + patternId;
  }
}
