package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * What one start of an ingest process refuses of one tenant for one reason in one hour; as text
 * {@code tenant/hourMs/reason/incarnation}.
 *
 * @param hourMs start of the hour, epoch milliseconds
 */
public record RefusalKey(String tenant, long hourMs, String reason, String incarnation) {
  static final Serde<RefusalKey> SERDE =
      TextKey.serde(
          4,
          RefusalKey::toString,
          part -> new RefusalKey(part[0], Long.parseLong(part[1]), part[2], part[3]));

  @Override
  public String toString() {
    return tenant + "/" + hourMs + "/" + reason + "/" + incarnation;
  }
}
