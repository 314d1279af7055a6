package dev.fleetpulse.query.command;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Opens producers for what somebody waits for: a few small records, each sent at once, acknowledged
 * by all replicas or given up soon.
 */
public final class PromptProducer {
  private static final Duration REQUEST_MAX = Duration.ofSeconds(2);
  private static final long BUFFER_BYTES = 1L << 20;

  private PromptProducer() {}

  /**
   * Connects in the background.
   *
   * @param kafka bootstrap servers
   * @param deliveryMax after which a record is given up
   */
  public static <K, V> KafkaProducer<K, V> open(
      String kafka, Duration deliveryMax, Serializer<K> keys, Serializer<V> values) {
    return new KafkaProducer<>(
        Map.<String, Object>of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            BUFFER_BYTES,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            deliveryMax.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) REQUEST_MAX.toMillis(),
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) deliveryMax.toMillis()),
        keys,
        values);
  }
}
