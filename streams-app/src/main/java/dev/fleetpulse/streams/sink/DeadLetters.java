package dev.fleetpulse.streams.sink;

import dev.fleetpulse.streams.deadletter.DeadLetter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Where records end that a store refuses. Safe for any number of threads. */
public final class DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final SinkConsumers consumers;

  /**
   * Sends through the given producer, which stays the caller's.
   *
   * @param consumers fetch again what was not kept
   */
  public DeadLetters(Producer<byte[], byte[]> producer, String topic, SinkConsumers consumers) {
    this.producer = producer;
    this.topic = topic;
    this.consumers = consumers;
  }

  /**
   * Sends a record and waits until the broker has it. Of a record that was not kept and is no
   * longer in its topic, only the place is sent.
   *
   * @param application who gives the record up
   * @param cause in words
   * @throws KafkaException if the broker did not take it in time
   */
  void send(ConsumerRecord<byte[], byte[]> record, String application, String cause) {
    try {
      producer
          .send(DeadLetter.of(whole(record), application, cause, topic))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while sending a dead letter", e);
    } catch (ExecutionException e) {
      throw new KafkaException("The broker refused a dead letter", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("The broker did not take a dead letter in time", e);
    }
  }

  private ConsumerRecord<byte[], byte[]> whole(ConsumerRecord<byte[], byte[]> record) {
    if (!Place.isAllOf(record)) {
      return record;
    }
    var partition = new TopicPartition(record.topic(), record.partition());
    try (var consumer = consumers.at(partition, record.offset())) {
      for (var found : consumer.poll(PATIENCE)) {
        if (found.offset() == record.offset()) {
          return found;
        }
      }
      return record;
    }
  }
}
