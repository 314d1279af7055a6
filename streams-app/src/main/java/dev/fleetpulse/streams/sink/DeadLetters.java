package dev.fleetpulse.streams.sink;

import dev.fleetpulse.streams.deadletter.DeadLetter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** Where records end that a store refuses. Safe for any number of threads. */
public final class DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Producer<byte[], byte[]> producer;
  private final String topic;

  /** Sends through the given producer, which stays the caller's. */
  public DeadLetters(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * Sends a record and waits until the broker has it.
   *
   * @param application who gives the record up
   * @param cause in words
   * @throws KafkaException if the broker did not take it in time
   */
  void send(ConsumerRecord<byte[], byte[]> record, String application, String cause) {
    try {
      producer
          .send(DeadLetter.of(record, application, cause, topic))
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
}
