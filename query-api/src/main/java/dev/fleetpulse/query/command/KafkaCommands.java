package dev.fleetpulse.query.command;

import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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

  private final Function<C, ProducerRecord<byte[], byte[]>> record;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Connects in the background.
   *
   * @param key of a decision
   */
  public KafkaCommands(String kafka, Topic<K, C> topic, Function<C, K> key) {
    this(
        kafka,
        command ->
            new ProducerRecord<>(
                topic.name(),
                topic.keys().serializer().serialize(topic.name(), key.apply(command)),
                topic.values().serializer().serialize(topic.name(), command)));
  }

  /** Commands that are a key, no value and an empty header. */
  public static <K> KafkaCommands<K, K> marking(String kafka, Topic<K, ?> topic, String header) {
    return new KafkaCommands<>(
        kafka,
        key -> {
          var record =
              new ProducerRecord<byte[], byte[]>(
                  topic.name(), topic.keys().serializer().serialize(topic.name(), key), null);
          record.headers().add(header, new byte[0]);
          return record;
        });
  }

  private KafkaCommands(String kafka, Function<C, ProducerRecord<byte[], byte[]>> record) {
    this.record = record;
    this.producer =
        PromptProducer.open(
            kafka, DELIVERY_MAX, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Outcome append(List<C> commands) {
    try {
      var sent = commands.stream().map(record).map(producer::send).toList();
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
