package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A fleet's day, written to the log steadily and faster than it passed: counters that start again,
 * processes side by side, gaps, samples that come late, twice, with another content or too late.
 */
final class Replay implements AutoCloseable {
  private static final String TENANT = "fault";
  private static final String INGESTOR = "fault";
  private static final String INCARNATION = "fault-1";
  private static final Duration DELIVERY_MAX = Duration.ofMinutes(5);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long BEGAN_BEFORE_MS = Duration.ofHours(20).toMillis();
  private static final long TOO_LATE_MS = Duration.ofHours(26).toMillis();
  private static final int HELD_BACK_MAX = 500;
  private static final List<Long> PACES_MS = List.of(30_000L, 60_000L, 61_500L, 60_000L);

  private final Topics topics;
  private final KafkaProducer<InstanceKey, Heartbeat> producer;
  private final int perSecond;
  private final Random random = new Random(20_261_121);
  private final List<Instance> fleet;
  private final Deque<Heartbeat> heldBack = new ArrayDeque<>();
  private final LongAdder acknowledged = new LongAdder();
  private final ConfluentAvro<Tick> ticks;
  private final AtomicLongArray acknowledgedByPartition;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private Thread thread;

  /** Writes nothing yet. */
  Replay(String kafka, Schemas schemas, int instances, int perSecond) {
    this.topics = Topics.with(schemas);
    this.ticks = Topics.ticks(schemas);
    this.acknowledgedByPartition = new AtomicLongArray(topics.heartbeats().partitions());
    this.perSecond = perSecond;
    this.fleet = new ArrayList<>(IntStream.range(0, instances).mapToObj(Instance::new).toList());
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
            topics.heartbeats().keys().serializer(),
            topics.heartbeats().values().serializer());
  }

  void start() {
    thread = Thread.ofPlatform().name("replay").start(this::run);
  }

  /** Heartbeats in the log, each copy counted. */
  long acknowledged() {
    return acknowledged.sum();
  }

  /** Ends the writing, and returns when all of it is acknowledged. */
  void finish() throws InterruptedException {
    ending.countDown();
    thread.join();
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("The replay failed", failure.get());
    }
  }

  /**
   * A tick to every partition, so that the log's time goes on after the last heartbeat. As ingest's
   * ticks do, it says how many heartbeats must be there by then.
   */
  void tick() {
    var name = topics.heartbeats().name();
    for (var partition = 0; partition < topics.heartbeats().partitions(); partition++) {
      var tick =
          new Tick(
              INGESTOR,
              INCARNATION,
              System.currentTimeMillis(),
              acknowledgedByPartition.get(partition),
              false);
      var header = new RecordHeader(Topics.TICK, ticks.serialize(name, tick));
      // Whoever waits for a lost one gets the next.
      var _ =
          producer.send(new ProducerRecord<>(name, partition, null, null, null, List.of(header)));
    }
    producer.flush();
  }

  @Override
  public void close() {
    ending.countDown();
    producer.close(Duration.ZERO);
  }

  private void run() {
    var tenth = Math.max(1, perSecond / 10);
    var lastTick = System.nanoTime();
    try {
      while (!ending.await(100, TimeUnit.MILLISECONDS) && failure.get() == null) {
        for (var left = tenth; left > 0; left--) {
          step(fleet.get(random.nextInt(fleet.size())));
        }
        if (System.nanoTime() - lastTick > TICK.toNanos()) {
          lastTick = System.nanoTime();
          tick();
        }
      }
      heldBack.forEach(this::send);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void step(Instance instance) {
    var heartbeat = instance.next();
    var chance = random.nextInt(100);
    if (chance < 8) {
      heldBack.add(heartbeat);
    } else {
      send(heartbeat);
    }
    if (chance >= 90) {
      send(heartbeat);
    } else if (chance >= 87) {
      send(instance.other(heartbeat));
    } else if (chance == 86) {
      send(instance.tooLate(heartbeat));
    }
    if (heldBack.size() > random.nextInt(HELD_BACK_MAX)) {
      send(heldBack.remove());
    }
  }

  private void send(Heartbeat heartbeat) {
    var key = new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId());
    var _ =
        producer.send(
            new ProducerRecord<>(topics.heartbeats().name(), key, heartbeat),
            (metadata, cause) -> {
              if (cause == null) {
                acknowledged.increment();
                acknowledgedByPartition.incrementAndGet(metadata.partition());
              } else {
                failure.compareAndSet(null, cause);
              }
            });
  }

  private final class Instance {
    private final String id;
    private final Map<String, UsageCounters> byCategory = new TreeMap<>();
    private UsageCounters total = new UsageCounters(0L, 0L, 0L);
    private long timestampMs;
    private int process = 1;
    private long repairs;

    Instance(int number) {
      id = "fault-" + number;
      timestampMs = System.currentTimeMillis() - BEGAN_BEFORE_MS + random.nextInt(60_000);
    }

    Heartbeat next() {
      timestampMs +=
          random.nextInt(200) == 0 ? 7_200_000 : PACES_MS.get(random.nextInt(PACES_MS.size()));
      // A sender's clock may be ahead, but not so far that ingest would have refused it.
      timestampMs =
          Math.min(timestampMs, System.currentTimeMillis() + 300_000 + random.nextInt(100_000));
      if (random.nextInt(60) == 0) {
        process = random.nextBoolean() ? process + 1 : Math.max(1, process - 1);
        if (random.nextBoolean()) {
          total = new UsageCounters(0L, 0L, 0L);
          byCategory.clear();
        }
      }
      var used = new UsageCounters(random.nextLong(5_000), random.nextLong(9_999_999), 1L);
      total = sum(total, used);
      byCategory.merge("category-" + random.nextInt(4), used, Replay::sum);
      repairs += random.nextInt(50) == 0 ? 1 : 0;
      return heartbeat(timestampMs);
    }

    /** The same moment told in another way. */
    Heartbeat other(Heartbeat heartbeat) {
      var other = heartbeat(heartbeat.getTimestampMs());
      other.getUsage().setTotalCalls(heartbeat.getUsage().getTotalCalls() + 7);
      return other;
    }

    Heartbeat tooLate(Heartbeat heartbeat) {
      return heartbeat(heartbeat.getTimestampMs() - TOO_LATE_MS);
    }

    private Heartbeat heartbeat(long itsTimestampMs) {
      var hash = new byte[32];
      random.nextBytes(hash);
      return Heartbeat.newBuilder()
          .setTenant(TENANT)
          .setInstanceId(id)
          .setApp("app-" + id.charAt(id.length() - 1))
          .setTimestampMs(itsTimestampMs)
          .setServer(new Server("api", 80, 1L, "healthy", null, "boot-" + process))
          .setUsage(
              new Usage(
                  random.nextInt(20) == 0 ? null : total.getTokens(),
                  total.getCostNanos(),
                  total.getCalls(),
                  new TreeMap<>(byCategory),
                  Map.of("model", total)))
          .setRepairs(
              new Repairs(
                  repairs,
                  repairs,
                  0L,
                  repairs == 0
                      ? null
                      : new LastRepair(
                          "TypeError", "fixed", true, 10L, 5L, "fast", "model", 3L, repairs)))
          .setHash(ByteBuffer.wrap(hash))
          .setDownAfterMs(180_000)
          .setIngestor(INGESTOR)
          .setIncarnation(INCARNATION)
          .build();
    }
  }

  private static UsageCounters sum(UsageCounters one, UsageCounters other) {
    return new UsageCounters(
        one.getTokens() + other.getTokens(),
        one.getCostNanos() + other.getCostNanos(),
        one.getCalls() + other.getCalls());
  }
}
