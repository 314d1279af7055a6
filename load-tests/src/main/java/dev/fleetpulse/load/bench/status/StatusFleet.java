package dev.fleetpulse.load.bench.status;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.RocksDbMemory;
import dev.fleetpulse.streams.Room;
import dev.fleetpulse.streams.RoomSettings;
import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import dev.fleetpulse.streams.topology.status.StatusTopology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The status room with the state of a whole fleet in one partition, in its real store and with its
 * real settings; the broker alone is not there, so that nothing but the room is measured.
 */
final class StatusFleet implements AutoCloseable {
  static final Duration DOWN_AFTER = Duration.ofMinutes(3);

  /** So that no hour ends while ticks are measured. */
  private static final Instant START = Instant.parse("2026-04-01T12:00:01Z");

  private static final int HASH_BYTES = 32;
  private static final int APPS = 40;
  private static final int DRAINED_EVERY = 5_000;
  private static final Duration EMIT_INTERVAL = Duration.ofMinutes(1);
  private static final Generation GENERATION = new Generation(1);

  private final int instances;
  private final RocksDbMemory memory = new RocksDbMemory(RocksDbMemory.DEFAULT_MB);
  private final Topics topics = Topics.with(new InMemorySchemas());
  private final ConfluentAvro<Tick> ticks = Topics.ticks(new InMemorySchemas());
  private final TopologyTestDriver driver;
  private final TestInputTopic<InstanceKey, Heartbeat> heartbeats;
  private final TestOutputTopic<InstanceKey, StatusChange> changes;
  private Instant now = START;
  private long kept;
  private long keptBytes;

  /** Opens the room and has every instance heard once. */
  StatusFleet(int instances, Path parent) throws IOException {
    this.instances = instances;
    var folder = Files.createDirectory(parent.resolve("state-" + instances));
    var settings =
        new RoomSettings("unused:9092", folder, topics, memory, new SimpleMeterRegistry());
    var room =
        new Room(
            "status",
            GENERATION,
            Unreadable.SKIP,
            new StatusTopology(topics, ticks, GENERATION, EMIT_INTERVAL)::addTo);
    driver = new TopologyTestDriver(settings.topology(room), settings.of(room), START);
    heartbeats =
        driver.createInputTopic(
            topics.heartbeats().name(),
            topics.heartbeats().keys().serializer(),
            topics.heartbeats().values().serializer());
    changes =
        driver.createOutputTopic(
            topics.statusChanges().name(),
            topics.statusChanges().keys().deserializer(),
            topics.statusChanges().values().deserializer());
    for (var number = 0; number < instances; number++) {
      beat(number);
      if (number % DRAINED_EVERY == 0) {
        drain();
      }
    }
    // What is left to be done of the first heartbeats is no part of a quiet tick.
    for (var second = 0; second <= instances / 1_000; second++) {
      tick(Duration.ofMillis(1));
    }
    drain();
  }

  int instances() {
    return instances;
  }

  /** Lets the log's time go on by so much and sends a tick. */
  void tick(Duration later) {
    now = now.plus(later);
    var tick = new Tick("bench", "bench-1", now.toEpochMilli(), 0L, false);
    var headers = new RecordHeaders().add(Topics.TICK, ticks.serialize("", tick));
    heartbeats.pipeInput(new TestRecord<>(null, null, headers, now));
  }

  /** Sends a heartbeat of an instance now. */
  void beat(int number) {
    var heartbeat = heartbeat(number);
    heartbeats.pipeInput(
        new TestRecord<>(
            new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId()),
            heartbeat,
            new RecordHeaders(),
            now));
  }

  /** How many changes of status left since this was last asked. */
  long changes() {
    return changes.readValuesToList().size();
  }

  /** Lets go of everything that left: the test driver keeps it, and so do the changelogs. */
  void drain() {
    for (var topic :
        List.of(
            topics.instanceState().name(),
            topics.statusChanges().name(),
            topics.uptimeHourly().name(),
            topics.alertEvents().name(),
            topics.partitionClocks().name(),
            "fleetpulse-status-g1-status-partitions-changelog")) {
      read(topic);
    }
    for (var record : read("fleetpulse-status-g1-status-instances-changelog")) {
      kept++;
      keptBytes += record.key().length + record.value().length;
    }
  }

  private List<TestRecord<byte[], byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** What is kept of one instance, in bytes as the store and its changelog are given them. */
  double stateBytes() {
    return (double) keptBytes / kept;
  }

  @Override
  public void close() {
    driver.close();
    memory.close();
  }

  private Heartbeat heartbeat(int number) {
    var use = new UsageCounters(12_000L + number, 40_000_000L, 5L);
    return Heartbeat.newBuilder()
        .setTenant("bench")
        .setInstanceId("wlv_%08x".formatted(number))
        .setApp("app-" + number % APPS)
        .setTimestampMs(now.toEpochMilli())
        .setVersion("1.4.2")
        .setServer(new Server("api-" + number % APPS, 3000, 86_400L, "healthy", 4_711L, null))
        .setProcess(new ProcessUsage(128.0, 12.0, 256.0))
        .setRoutes(new Routes(8, 8, 0, "/api/search", 450.0))
        .setUsage(
            Usage.newBuilder()
                .setTotalTokens(45_000L)
                .setTotalCostNanos(120_000_000L)
                .setTotalCalls(85L)
                .setByCategory(Map.of("heal", use, "chat", use))
                .setByModel(Map.of("model-a", use))
                .build())
        .setRest("{\"metadata\":{\"zone\":\"a\"}}")
        .setHash(ByteBuffer.wrap(new byte[HASH_BYTES]))
        .setDownAfterMs(DOWN_AFTER.toMillis())
        .setIngestor("bench")
        .setIncarnation("bench-1")
        .build();
  }
}
