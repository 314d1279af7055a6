package dev.fleetpulse.load.fault;

import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records into the log steadily, ten times a second a tenth of what is asked, and outlives
 * every outage of the broker.
 */
public final class Flow implements AutoCloseable {
  private static final Duration DELIVERY_MAX = Duration.ofMinutes(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final int TURNS_PER_SECOND = 10;

  private final Source source;
  private final int perTurn;
  private final KafkaProducer<byte[], byte[]> producer;
  private final LongAdder acknowledged = new LongAdder();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private Thread thread;

  /** What is written. It is asked by one thread alone. */
  public interface Source {
    /** Writes about so many records, by the flow's own methods. */
    void turn(Flow flow, int records);

    /** Writes what it held back. */
    void rest(Flow flow);
  }

  /**
   * Writes nothing yet.
   *
   * @param kafka where the broker is
   */
  public Flow(String kafka, int perSecond, Source source) {
    this.source = source;
    this.perTurn = Math.max(1, perSecond / TURNS_PER_SECOND);
    this.producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                // The broker comes back, so nothing that was taken up needs to be given up.
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_MAX.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_MAX.toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                DELIVERY_MAX.toMillis()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void start() {
    thread = Thread.ofPlatform().name("flow").start(this::run);
  }

  /** Records in the log that count as the flow's, each copy counted. */
  public long acknowledged() {
    return acknowledged.sum();
  }

  /** Ends the writing, and returns when all of it is acknowledged. */
  void finish() throws InterruptedException {
    ending.countDown();
    thread.join();
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("The flow of records failed", failure.get());
    }
  }

  /**
   * Writes one that counts.
   *
   * @param onAcknowledged is told the partition
   */
  public <K, V> void send(Topic<K, V> topic, K key, V value, IntConsumer onAcknowledged) {
    var _ =
        producer.send(
            record(topic, key, value),
            (metadata, cause) -> {
              if (cause == null) {
                acknowledged.increment();
                onAcknowledged.accept(metadata.partition());
              } else {
                failure.compareAndSet(null, cause);
              }
            });
  }

  /** Writes one that has to arrive and does not count. */
  public <K, V> void sendBeside(Topic<K, V> topic, K key, V value) {
    var _ =
        producer.send(
            record(topic, key, value),
            (_, cause) -> {
              if (cause != null) {
                failure.compareAndSet(null, cause);
              }
            });
  }

  /** Writes one that may be lost. */
  public void sendAnyway(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record);
  }

  /** Waits until all that was written so far is answered. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    ending.countDown();
    producer.close(Duration.ZERO);
  }

  private void run() {
    try {
      while (!ending.await(1_000 / TURNS_PER_SECOND, TimeUnit.MILLISECONDS)
          && failure.get() == null) {
        source.turn(this, perTurn);
      }
      source.rest(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private static <K, V> ProducerRecord<byte[], byte[]> record(Topic<K, V> topic, K key, V value) {
    return new ProducerRecord<>(
        topic.name(),
        topic.keys().serializer().serialize(topic.name(), key),
        topic.values().serializer().serialize(topic.name(), value));
  }
}
