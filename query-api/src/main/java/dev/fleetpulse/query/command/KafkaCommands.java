package dev.fleetpulse.query.command;

import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends decisions to their topic; acknowledged by all replicas, or not at all.
 *
 * @param <K> the topic's keys
 * @param <C> a decision
 */
public final class KafkaCommands<K, C> implements Commands<C>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommands.class);
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(2);
  private static final long BUFFER_BYTES = 1L << 20;

  private final Topic<K, C> topic;
  private final Function<C, K> key;
  private final KafkaProducer<K, C> producer;

  /**
   * Connects in the background.
   *
   * @param key of a decision
   */
  public KafkaCommands(String kafka, Topic<K, C> topic, Function<C, K> key) {
    this.topic = topic;
    this.key = key;
    this.producer =
        new KafkaProducer<>(
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
                DELIVERY_MAX.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_MAX.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_MAX.toMillis()),
            topic.keys().serializer(),
            topic.values().serializer());
  }

  @Override
  public Outcome append(List<C> commands) {
    try {
      var sent =
          commands.stream()
              .map(command -> new ProducerRecord<>(topic.name(), key.apply(command), command))
              .map(producer::send)
              .toList();
      for (var one : sent) {
        one.get(2 * DELIVERY_MAX.toMillis(), TimeUnit.MILLISECONDS);
      }
      return new Outcome.Appended();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.warn("The broker did not take {} commands: {}", commands.size(), e.toString());
      return new Outcome.Unavailable("The broker does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unavailable("The query API is stopping");
    }
  }

  @Override
  public void close() {
    producer.close(DELIVERY_MAX);
  }
}
