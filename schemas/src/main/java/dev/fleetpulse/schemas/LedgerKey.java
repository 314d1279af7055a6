package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One tenant's books of one hour of one log; as text {@code tenant/hourMs/log}.
 *
 * @param tenant {@code -} where keys name none, {@code *} for what concerns the whole platform
 * @param hourMs start of the hour by append time, epoch milliseconds
 * @param log heartbeats, errors, or front
 */
public record LedgerKey(String tenant, long hourMs, String log) {
  static final Serde<LedgerKey> SERDE =
      TextKey.serde(
          3, LedgerKey::toString, part -> new LedgerKey(part[0], Long.parseLong(part[1]), part[2]));

  @Override
  public String toString() {
    return tenant + "/" + hourMs + "/" + log;
  }
}
