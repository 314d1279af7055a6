package dev.fleetpulse.schemas;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/**
 * One Kafka topic: its name, how it is laid out, and how its keys and values are written.
 *
 * @param partitions a constant: state and order hang on it, so a running topic with another count
 *     is refused at start (see {@link TopicAdmin})
 * @param settings topic configuration as Kafka names it; what is not named is the broker's default
 */
public record Topic<K, V>(
    String name, int partitions, Map<String, String> settings, Serde<K> keys, Serde<V> values) {
  public Topic {
    settings = Map.copyOf(settings);
  }
}
