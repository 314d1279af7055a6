package dev.fleetpulse.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * One episode of one alert; as text {@code tenant/episode}.
 *
 * @param episode see {@link Alert}
 */
public record EpisodeKey(String tenant, String episode) {
  static final Serde<EpisodeKey> SERDE =
      TextKey.serde(2, EpisodeKey::toString, part -> new EpisodeKey(part[0], part[1]));

  @Override
  public String toString() {
    return tenant + "/" + episode;
  }
}
