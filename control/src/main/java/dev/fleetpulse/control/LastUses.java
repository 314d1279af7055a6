package dev.fleetpulse.control;

import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** When keys were last used, as far as the processes have told: a minute or two behind. */
public final class LastUses {
  private static final Duration POLL = Duration.ofMillis(200);

  private LastUses() {}

  /**
   * All of them, by key id.
   *
   * @param kafka bootstrap servers
   * @throws IllegalStateException if they can't be read within the patience
   */
  public static Map<String, Instant> read(String kafka, Topics topics, Duration patience) {
    var topic = topics.keyUsage();
    var partition = new TopicPartition(topic.name(), 0);
    var began = System.nanoTime();
    var uses = new HashMap<String, Instant>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false),
            topic.keys().deserializer(),
            topic.values().deserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition), patience).get(partition);
      while (consumer.position(partition, patience) < end) {
        for (var message : consumer.poll(POLL)) {
          if (message.value() == null) {
            continue;
          }
          // Several processes may have used it, and the one that tells last may be the earlier.
          uses.merge(
              message.key(),
              Instant.ofEpochMilli(message.value().getLastUsedMs()),
              (one, other) -> one.isAfter(other) ? one : other);
        }
        if (System.nanoTime() - began > patience.toNanos()) {
          throw new IllegalStateException(
              "%s could not be read within %s".formatted(topic.name(), patience));
        }
      }
    }
    return uses;
  }
}
