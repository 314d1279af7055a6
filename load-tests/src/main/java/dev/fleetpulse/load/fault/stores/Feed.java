package dev.fleetpulse.load.fault.stores;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes heartbeats into the log at a steady rate, each with an instance and a timestamp of its
 * own. Counts those that the broker has acknowledged.
 */
final class Feed implements AutoCloseable {
  private static final int TURNS_PER_SECOND = 20;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(30);

  private final Topics topics;
  private final int perSecond;
  private final KafkaProducer<byte[], byte[]> producer;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong timestamps = new AtomicLong();
  private Thread thread;

  /**
   * Writes nothing yet.
   *
   * @param perSecond also how many instances there are
   */
  Feed(String kafka, Topics topics, int perSecond) {
    this.topics = topics;
    this.perSecond = perSecond;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void start() {
    thread = Thread.ofPlatform().name("feed").start(this::run);
  }

  /** Stops, and waits until the broker has answered to everything. */
  void finish() throws InterruptedException {
    ending.countDown();
    thread.join();
    producer.flush();
    if (acknowledged.get() != sent.get()) {
      throw new IllegalStateException(
          "The broker has %d of %d heartbeats".formatted(acknowledged.get(), sent.get()));
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** The sum of all timestamps, in epoch milliseconds. */
  long timestamps() {
    return timestamps.get();
  }

  @Override
  public void close() {
    ending.countDown();
    producer.close(CLOSE_MAX);
  }

  private void run() {
    try {
      var began = System.nanoTime();
      var turn = Duration.ofSeconds(1).dividedBy(TURNS_PER_SECOND);
      for (var turns = 1L; ; turns++) {
        while (sent.get() < turns * perSecond / TURNS_PER_SECOND) {
          send(sent.getAndIncrement());
        }
        var due = began + turns * turn.toNanos();
        if (ending.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(long number) {
    var timestamp = System.currentTimeMillis();
    var heartbeat = heartbeat("fault-" + number % perSecond, timestamp, number);
    timestamps.addAndGet(heartbeat.getTimestampMs());
    var topic = topics.heartbeats();
    var key = new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId());
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                topic.keys().serializer().serialize(topic.name(), key),
                topic.values().serializer().serialize(topic.name(), heartbeat)),
            (_, failure) -> {
              if (failure == null) {
                acknowledged.incrementAndGet();
              }
            });
  }

  private static Heartbeat heartbeat(String instanceId, long timestampMs, long number) {
    return Heartbeat.newBuilder()
        .setTenant("fault")
        .setInstanceId(instanceId)
        .setApp("fault")
        .setTimestampMs(timestampMs)
        .setServer(new Server("fault", 8_080, number, "healthy", 4_711L, "boot"))
        .setProcess(new ProcessUsage(128.5, number % 1_000 / 10.0, 256.0))
        .setUsage(
            Usage.newBuilder()
                .setTotalTokens(number)
                .setTotalCostNanos(number * 150)
                .setTotalCalls(number)
                .build())
        .setHash(ByteBuffer.allocate(Long.BYTES).putLong(0, number))
        .setDownAfterMs(180_000)
        .setIngestor("fault")
        .setIncarnation("fault")
        .build();
  }
}
