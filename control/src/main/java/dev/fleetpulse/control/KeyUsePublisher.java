package dev.fleetpulse.control;

import dev.fleetpulse.schemas.KeyUse;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log once a minute which keys were used, one record per key that was. No request waits
 * for it, and what the broker does not take is forgotten: the next use says it again.
 */
public final class KeyUsePublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUsePublisher.class);

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(10);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final Duration BLOCK_MAX = Duration.ofSeconds(2);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
  private static final long BUFFER_BYTES_MAX = 4L * 1024 * 1024;
  private static final int LINGER_MS = 100;

  private final String kafka;
  private final Topics topics;
  private final KeyUses uses;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("key-uses").factory());
  private volatile Producer<String, KeyUse> producer;

  /**
   * Tells nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   */
  public KeyUsePublisher(String kafka, Topics topics, InstantSource clock) {
    this.kafka = kafka;
    this.topics = topics;
    this.uses = new KeyUses(clock);
  }

  /** Begins to tell, a minute from now. */
  public void start() {
    producer =
        new KafkaProducer<>(
            settings(),
            topics.keyUsage().keys().serializer(),
            topics.keyUsage().values().serializer());
    var _ =
        schedule.scheduleWithFixedDelay(
            this::publish, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The key is used now. */
  void used(String keyId) {
    uses.used(keyId);
  }

  /** Tells what there is to tell. */
  void publish() {
    var taken = uses.take();
    try {
      for (var use : taken.entrySet()) {
        var _ =
            producer.send(
                new ProducerRecord<>(
                    topics.keyUsage().name(), use.getKey(), new KeyUse(use.getValue())));
      }
    } catch (RuntimeException e) {
      // Whatever it is, the next minute's must be tried.
      LOG.warn("The last uses of up to {} keys are not written: {}", taken.size(), e.toString());
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      schedule.execute(this::publish);
      schedule.shutdown();
      try {
        if (!schedule.awaitTermination(BLOCK_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
          schedule.shutdownNow();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      producer.close(CLOSE_MAX);
    }
  }

  private Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES_MAX),
        Map.entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS),
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX.toMillis()),
        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_MAX.toMillis()));
  }
}
