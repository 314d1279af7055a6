package dev.fleetpulse.ingest.publish;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.RefusalCount;
import dev.fleetpulse.schemas.RefusalKey;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes through one idempotent producer with {@code acks=all}, bounded in memory (32 MB) and
 * time: within five seconds a record is either acknowledged or given up. Once the broker has been
 * silent for that long, reports are refused at once instead of waiting in vain; ticks are still
 * sent, and the first one acknowledged opens the way again.
 */
public final class KafkaEventPublisher implements EventPublisher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventPublisher.class);

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  /** Silence after which the broker counts as away. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** With {@link #MAX_BLOCK} and the way back to the client still less than five seconds. */
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMillis(4_500);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** A request's thread waits this long at most, for room in the buffer or for metadata. */
  private static final Duration MAX_BLOCK = Duration.ofMillis(200);

  /** Long, so that a quiet topic's first record never has to wait for metadata. */
  private static final Duration METADATA_IDLE = Duration.ofDays(1);

  private static final long BUFFER_BYTES_MAX = 32L * 1024 * 1024;
  private static final int BATCH_BYTES_MAX = 64 * 1024;

  /** A batch for each of many partitions costs the broker more than its records do. */
  private static final int LINGER_MS = 3;

  private static final Header BATCH = new RecordHeader(Topics.BATCH, new byte[0]);

  private static final PublishOutcome STORED = new PublishOutcome.Stored();
  private static final PublishOutcome UNAVAILABLE =
      new PublishOutcome.Unavailable(
          "The broker does not acknowledge records now: send it again later");
  private static final CompletableFuture<PublishOutcome> REFUSED_AT_ONCE =
      CompletableFuture.completedFuture(UNAVAILABLE);

  private final String kafka;
  private final Topics topics;
  private final ConfluentAvro<Tick> ticks;
  private final BrokerContact contact;
  private final Counter acknowledgedHeartbeats;
  private final Counter acknowledgedErrors;
  private final Counter acknowledgedTicks;
  private final Counter acknowledgedRefusals;
  private final AtomicLongArray heartbeatsByPartition;
  private Producer<byte[], byte[]> producer;

  /**
   * Connects nowhere yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   * @param ticks codec of the tick header
   */
  public KafkaEventPublisher(
      String kafka,
      Topics topics,
      ConfluentAvro<Tick> ticks,
      InstantSource clock,
      MeterRegistry meters) {
    this.kafka = kafka;
    this.topics = topics;
    this.ticks = ticks;
    this.contact = new BrokerContact(clock, PATIENCE);
    this.acknowledgedHeartbeats = acknowledged(meters, "heartbeat");
    this.acknowledgedErrors = acknowledged(meters, "error");
    this.acknowledgedTicks = acknowledged(meters, "tick");
    this.acknowledgedRefusals = acknowledged(meters, "refusals");
    this.heartbeatsByPartition = new AtomicLongArray(topics.heartbeats().partitions());
  }

  /**
   * Registers the schemas, starts the producer and learns where the topics live, so that no request
   * has to wait for any of it.
   *
   * @throws IllegalStateException if the broker does not answer
   */
  public void start() {
    register(topics.heartbeats());
    register(topics.errors());
    register(topics.refusals());
    ticks.register();
    producer =
        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
    learn(topics.heartbeats());
    learn(topics.errors());
    learn(topics.refusals());
    learn(topics.probes());
    contact.acknowledged();
  }

  @Override
  public CompletableFuture<PublishOutcome> publish(Heartbeat heartbeat) {
    return publish(heartbeat, false);
  }

  @Override
  public CompletableFuture<PublishOutcome> publishBatched(Heartbeat heartbeat) {
    return publish(heartbeat, true);
  }

  private CompletableFuture<PublishOutcome> publish(Heartbeat heartbeat, boolean isBatched) {
    if (contact.isLost()) {
      return REFUSED_AT_ONCE;
    }
    var key = new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId());
    var message = record(topics.heartbeats(), key, heartbeat);
    if (isBatched) {
      message.headers().add(BATCH);
    }
    return send(
        message,
        partition -> {
          heartbeatsByPartition.incrementAndGet(partition);
          acknowledgedHeartbeats.increment();
        });
  }

  @Override
  public CompletableFuture<PublishOutcome> publish(ErrorReport error) {
    if (contact.isLost()) {
      return REFUSED_AT_ONCE;
    }
    var key = new InstanceKey(error.getTenant(), error.getInstanceId());
    return send(record(topics.errors(), key, error), partition -> acknowledgedErrors.increment());
  }

  /** Publishes one figure of what was refused, in place of the one before. */
  public CompletableFuture<PublishOutcome> publish(RefusalCount refused) {
    if (contact.isLost()) {
      return REFUSED_AT_ONCE;
    }
    var key =
        new RefusalKey(
            refused.getTenant(),
            refused.getHourMs(),
            refused.getReason(),
            refused.getIncarnation());
    return send(
        record(topics.refusals(), key, refused), partition -> acknowledgedRefusals.increment());
  }

  /**
   * Publishes one tick to one partition of the heartbeats: no key, no value, the tick in a header.
   */
  CompletableFuture<PublishOutcome> publish(Tick tick, int partition) {
    var topic = topics.heartbeats().name();
    var header = new RecordHeader(Topics.TICK, ticks.serialize(topic, tick));
    return send(
        new ProducerRecord<>(topic, partition, null, null, null, List.of(header)),
        sent -> acknowledgedTicks.increment());
  }

  /**
   * Publishes nothing, to learn whether the broker acknowledges: where no ticks may be sent and
   * nobody reports, its silence would look like the broker's.
   */
  CompletableFuture<PublishOutcome> probe() {
    return send(new ProducerRecord<>(topics.probes().name(), null, new byte[0]), partition -> {});
  }

  /** How many partitions want ticks. */
  int tickedPartitions() {
    return heartbeatsByPartition.length();
  }

  /** Heartbeats that this partition's broker has acknowledged since {@link #start}. */
  long acknowledgedHeartbeats(int partition) {
    return heartbeatsByPartition.get(partition);
  }

  /**
   * Waits until everything sent is acknowledged or given up: no longer than a delivery may take.
   */
  void flush() {
    producer.flush();
  }

  /** Why nothing can be stored now, or nothing where it can. */
  public Optional<String> trouble() {
    return contact.trouble();
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(CLOSE_TIMEOUT);
    }
  }

  private CompletableFuture<PublishOutcome> send(
      ProducerRecord<byte[], byte[]> message, IntConsumer onAcknowledged) {
    var outcome = new CompletableFuture<PublishOutcome>();
    try {
      // The callback tells all that the future would.
      var _ =
          producer.send(
              message,
              (metadata, failure) -> {
                if (failure == null) {
                  contact.acknowledged();
                  onAcknowledged.accept(metadata.partition());
                  outcome.complete(STORED);
                } else {
                  outcome.complete(unavailable(failure));
                }
              });
    } catch (KafkaException e) {
      outcome.complete(unavailable(e));
    }
    return outcome;
  }

  private PublishOutcome unavailable(Exception cause) {
    contact.failed(cause);
    return UNAVAILABLE;
  }

  private static <K, V> ProducerRecord<byte[], byte[]> record(Topic<K, V> topic, K key, V value) {
    return new ProducerRecord<>(
        topic.name(),
        topic.keys().serializer().serialize(topic.name(), key),
        topic.values().serializer().serialize(topic.name(), value));
  }

  private static void register(Topic<?, ?> topic) {
    if (topic.values().serializer() instanceof ConfluentAvro<?> codec) {
      codec.register();
    }
  }

  private void learn(Topic<?, ?> topic) {
    var deadline = System.nanoTime() + START_PATIENCE.toNanos();
    while (true) {
      try {
        var found = producer.partitionsFor(topic.name()).size();
        LOG.info("{} has {} partitions", topic.name(), found);
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("Kafka does not describe " + topic.name(), e);
        }
      }
    }
  }

  private static Counter acknowledged(MeterRegistry meters, String kind) {
    return Counter.builder("fleetpulse.ingest.acknowledged")
        .description("Records acknowledged by all in-sync replicas")
        .tag("kind", kind)
        .register(meters);
  }

  private Map<String, Object> settings() {
    return Map.ofEntries(
        Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
        Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "ingest"),
        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
        Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES_MAX),
        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES_MAX),
        Map.entry(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS),
        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis()),
        Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE.toMillis()),
        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis()),
        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis()));
  }
}
