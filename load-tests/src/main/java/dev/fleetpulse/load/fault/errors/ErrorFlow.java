package dev.fleetpulse.load.fault.errors;

import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Errors of a few apps, written to the log steadily: a few bugs make most of them, some reports
 * come late and some twice; and now and then somebody decides about a group.
 */
final class ErrorFlow implements AutoCloseable {
  private static final String TENANT = "fault";
  private static final Duration DELIVERY_MAX = Duration.ofMinutes(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final long SPAN_MS = Duration.ofHours(6).toMillis();
  private static final int APPS = 4;
  private static final int BUGS = 20;
  private static final int HELD_BACK_MAX = 300;
  private static final List<String> ACTIONS = List.of("resolve", "resolve", "ignore", "reopen");

  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final int instances;
  private final int perSecond;
  private final Random random = new Random(20_261_121);
  private final Deque<ErrorReport> heldBack = new ArrayDeque<>();
  private final LongAdder acknowledged = new LongAdder();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private Thread thread;

  /** Writes nothing yet. */
  ErrorFlow(String kafka, Schemas schemas, int instances, int perSecond) {
    this.topics = Topics.with(schemas);
    this.instances = instances;
    this.perSecond = perSecond;
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
            (topic, bytes) -> bytes,
            (topic, bytes) -> bytes);
  }

  void start() {
    thread = Thread.ofPlatform().name("errors").start(this::run);
  }

  /** Reports in the log, each copy counted. */
  long acknowledged() {
    return acknowledged.sum();
  }

  /** Ends the writing, and returns when all of it is acknowledged. */
  void finish() throws InterruptedException {
    ending.countDown();
    thread.join();
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("The flow of errors failed", failure.get());
    }
  }

  @Override
  public void close() {
    ending.countDown();
    producer.close(Duration.ZERO);
  }

  private void run() {
    var tenth = Math.max(1, perSecond / 10);
    try {
      while (!ending.await(100, TimeUnit.MILLISECONDS) && failure.get() == null) {
        for (var left = tenth; left > 0; left--) {
          step();
        }
        if (random.nextInt(10) == 0) {
          decide();
        }
      }
      heldBack.forEach(this::send);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void step() {
    var report = report();
    var chance = random.nextInt(100);
    if (chance < 8) {
      heldBack.add(report);
    } else {
      send(report);
    }
    if (chance >= 85) {
      heldBack.add(report);
    }
    if (heldBack.size() > random.nextInt(HELD_BACK_MAX)) {
      send(heldBack.remove());
    }
  }

  private ErrorReport report() {
    var instance = random.nextInt(instances);
    var share = random.nextDouble();
    var bug = (int) (BUGS * share * share * share);
    return ErrorReport.newBuilder()
        .setTenant(TENANT)
        .setInstanceId("fault-" + instance)
        .setApp("app-" + instance % APPS)
        .setTimestampMs(System.currentTimeMillis() - random.nextLong(SPAN_MS))
        .setType("TypeError")
        .setMessage("it broke")
        .setStack(stack(bug))
        .setErrorId(random.nextBoolean() ? UUID.randomUUID().toString() : null)
        .setRelease("1." + random.nextInt(3))
        .setIngestor("fault")
        .setIncarnation("fault")
        .build();
  }

  private static String stack(int bug) {
    return "TypeError: it broke\n    at handle%s (/srv/app/src/cart.js:%d:7)\n"
        .formatted((char) ('A' + bug), bug);
  }

  private void decide() {
    var stack = stack(random.nextInt(BUGS));
    var command =
        ErrorCommand.newBuilder()
            .setTenant(TENANT)
            .setApp("app-" + random.nextInt(APPS))
            .setSignature(ErrorOracle.signature("TypeError", "it broke", stack))
            .setCommandId(UUID.randomUUID().toString())
            .setAction(ACTIONS.get(random.nextInt(ACTIONS.size())))
            .setBy("fault")
            .setGivenAtMs(System.currentTimeMillis())
            .build();
    send(
        topics.errorCommands(),
        new GroupKey(TENANT, command.getSignature(), command.getApp()),
        command,
        () -> {});
  }

  private void send(ErrorReport report) {
    send(
        topics.errors(),
        new InstanceKey(TENANT, report.getInstanceId()),
        report,
        acknowledged::increment);
  }

  private <K, V> void send(Topic<K, V> topic, K key, V value, Runnable onAcknowledged) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                topic.keys().serializer().serialize(topic.name(), key),
                topic.values().serializer().serialize(topic.name(), value)),
            (metadata, cause) -> {
              if (cause == null) {
                onAcknowledged.run();
              } else {
                failure.compareAndSet(null, cause);
              }
            });
  }
}
