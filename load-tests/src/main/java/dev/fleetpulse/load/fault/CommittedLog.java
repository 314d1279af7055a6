package dev.fleetpulse.load.fault;

import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Topics from their first record to the last one there is now, as far as it is committed. */
public final class CommittedLog {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String kafka;

  /**
   * Reads nothing yet.
   *
   * @param kafka where the broker is
   */
  public CommittedLog(String kafka) {
    this.kafka = kafka;
  }

  /**
   * Hands over each record, those of a partition in their order.
   *
   * @throws IllegalStateException if the broker is silent before the end is reached
   */
  public <K, V> void read(Topic<K, V> topic, Consumer<ConsumerRecord<K, V>> taker) {
    read(topic, topic.keys().deserializer(), topic.values().deserializer(), taker);
  }

  /** The same, with keys and values as the given ones make them. */
  public <K, V> void read(
      Topic<?, ?> topic,
      Deserializer<K> keys,
      Deserializer<V> values,
      Consumer<ConsumerRecord<K, V>> taker) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            keys,
            values)) {
      var partitions =
          IntStream.range(0, topic.partitions())
              .mapToObj(partition -> new TopicPartition(topic.name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var lastHeard = System.nanoTime();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        var records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          lastHeard = System.nanoTime();
        } else if (System.nanoTime() - lastHeard > SILENCE_MAX.toNanos()) {
          throw new IllegalStateException(
              "The broker has not said anything for %s, and %s is not read to its end"
                  .formatted(SILENCE_MAX, topic.name()));
        }
        records.forEach(taker);
      }
    }
  }
}
