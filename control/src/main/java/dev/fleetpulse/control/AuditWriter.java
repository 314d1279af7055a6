package dev.fleetpulse.control;

import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Takes down what a command is about to do, as the query API does for what it is asked. */
public final class AuditWriter implements AutoCloseable {
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(10);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final String kafka;
  private final Topics topics;
  private final InstantSource clock;
  private final String author;
  private Producer<String, AuditEvent> producer;

  /**
   * Writes nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   * @param author who decides, for people who read it later
   */
  public AuditWriter(String kafka, Topics topics, InstantSource clock, String author) {
    this.kafka = kafka;
    this.topics = topics;
    this.clock = clock;
    this.author = author;
  }

  /** Connects. */
  public void start() {
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                DELIVERY_MAX.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_MAX.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_MAX.toMillis()),
            topics.audit().keys().serializer(),
            topics.audit().values().serializer());
  }

  /**
   * Takes down one action.
   *
   * @param details no secrets
   * @throws ControlUnwrittenException if the broker did not acknowledge it
   */
  public void take(String tenant, String action, String subject, Map<String, String> details) {
    var event =
        AuditEvent.newBuilder()
            .setTenant(tenant)
            .setEventId(UUID.randomUUID().toString())
            .setAtMs(clock.millis())
            .setAction(action)
            .setSubject(subject)
            .setBy(author)
            .setDetails(details)
            .build();
    try {
      producer.send(new ProducerRecord<>(topics.audit().name(), tenant, event)).get();
    } catch (ExecutionException | KafkaException e) {
      throw new ControlUnwrittenException(action, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlUnwrittenException(action, e);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_MAX);
    }
  }
}
