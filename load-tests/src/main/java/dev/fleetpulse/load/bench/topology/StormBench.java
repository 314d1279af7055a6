package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.RocksDbMemory;
import dev.fleetpulse.streams.Room;
import dev.fleetpulse.streams.RoomSettings;
import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import dev.fleetpulse.streams.topology.errors.ErrorsTopology;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How long other tenants wait for their groups while a storm is worked off: a backlog of identical
 * errors of one app lies in the log, and behind it one error of each of many tenants. The same
 * without the storm is what they would wait anyhow.
 */
public final class StormBench {
  private static final int TENANTS = 120;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration EMIT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final int CHECK_EVERY = 5_000;
  private static final String STORM = "storm";
  private static final String GOAL = "0.50";

  private final Path repository;
  private final long records;
  private final int stormInstances;
  private final PrintStream out;

  /**
   * What was waited for, in seconds since the room began to read.
   *
   * @param beside tenants whose partition has nothing of the storm
   * @param behind tenants whose errors lie behind it in their partition
   * @param drained until the storm was counted; 0 without one
   * @param kept occurrences of it
   */
  private record Waits(List<Double> beside, List<Double> behind, double drained, long kept) {}

  /**
   * Measures nothing yet.
   *
   * @param stormInstances how many instances of the app report it: they lie in so many partitions
   */
  public StormBench(Path repository, long records, int stormInstances, PrintStream out) {
    this.repository = repository;
    this.records = records;
    this.stormInstances = stormInstances;
    this.out = out;
  }

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws IOException, InterruptedException {
    out.printf("%,d errors of one app, %d of other tenants behind them%n", records, TENANTS);
    // The first run is for the JVM alone.
    run(records / 10);
    var alone = run(0);
    var storm = run(records);
    print("alone", alone.beside);
    print("beside the storm", storm.beside);
    print("behind the storm", storm.behind);
    out.printf(
        "  the storm was counted after %.1f s (%,.0f errors/s); %,d of it are kept%n",
        storm.drained, records / storm.drained, storm.kept);
    if (storm.beside.isEmpty()) {
      out.println("The storm lies in every partition: nobody is beside it");
      return;
    }
    out.printf(
        "ratio error-storm %.2f goal %s%n", median(alone.beside) / median(storm.beside), GOAL);
  }

  private void print(String what, List<Double> waits) {
    if (!waits.isEmpty()) {
      out.printf(
          "  %-16s %3d tenants, median %.1f s, last %.1f s%n",
          what,
          waits.size(),
          median(waits),
          waits.stream().mapToDouble(one -> one).max().orElse(0));
    }
  }

  private static double median(List<Double> waits) {
    return waits.stream().sorted().toList().get(waits.size() / 2);
  }

  private Waits run(long storm) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    try (var registry = new OwnRegistry(folder);
        var broker =
            new KafkaProcess(
                ClassPaths.built(repository).of("dev-stack"),
                folder.resolve("kafka"),
                Ports.free(),
                Ports.free(),
                folder.resolve("logs/kafka.log"))) {
      registry.start();
      broker.start();
      broker.awaitReady();
      try (var schemas = new SchemaRegistry(registry.url(), REGISTRY_PATIENCE)) {
        var topics = Topics.with(schemas);
        var kafka = broker.bootstrapServers();
        try (var admin =
            Admin.create(Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
          new TopicAdmin(admin).ensure(topics.all());
        }
        var stormy = new HashSet<Integer>();
        var partitions = fill(kafka, topics, storm, stormy);
        var waits = measure(kafka, topics, folder, storm, partitions, stormy);
        Folders.delete(folder);
        return waits;
      }
    }
  }

  /** The partition of each tenant, and those of the storm. */
  private Map<String, Integer> fill(String kafka, Topics topics, long storm, Set<Integer> stormy)
      throws InterruptedException {
    var topic = topics.errors();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.BATCH_SIZE_CONFIG,
                64 << 10,
                ProducerConfig.LINGER_MS_CONFIG,
                20),
            topic.keys().serializer(),
            topic.values().serializer())) {
      var began = System.currentTimeMillis();
      Future<RecordMetadata> sent = null;
      for (var number = 0L; number < storm; number++) {
        sent = send(producer, topic.name(), STORM, number % stormInstances, began - storm + number);
        if (number % CHECK_EVERY < stormInstances) {
          stormy.add(sent.get().partition());
        }
      }
      var partitions = new HashMap<String, Integer>();
      for (var tenant = 0; tenant < TENANTS; tenant++) {
        var name = "tenant-" + tenant;
        partitions.put(name, send(producer, topic.name(), name, 0, began).get().partition());
      }
      return partitions;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The broker takes no errors", e.getCause());
    }
  }

  private static Future<RecordMetadata> send(
      KafkaProducer<InstanceKey, ErrorReport> producer,
      String topic,
      String tenant,
      long instance,
      long timestampMs) {
    var report =
        ErrorReport.newBuilder()
            .setTenant(tenant)
            .setInstanceId("wlv_" + instance)
            .setApp("shop")
            .setTimestampMs(timestampMs)
            .setType("TypeError")
            .setMessage("Cannot read properties of undefined (reading 'id')")
            .setStack(
                """
                TypeError: Cannot read properties of undefined (reading 'id')
                    at findUser (/srv/app/src/users.js:10:15)
                    at handle (/srv/app/src/server.js:120:3)
                    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
                """)
            .setIngestor("ingest-1")
            .setIncarnation("start-1")
            .build();
    return producer.send(
        new ProducerRecord<>(topic, new InstanceKey(tenant, report.getInstanceId()), report));
  }

  private Waits measure(
      String kafka,
      Topics topics,
      Path folder,
      long storm,
      Map<String, Integer> partitions,
      Set<Integer> stormy)
      throws InterruptedException {
    var metrics = new SimpleMeterRegistry();
    var generation = new Generation(1);
    try (var memory = new RocksDbMemory(RocksDbMemory.DEFAULT_MB)) {
      var settings = new RoomSettings(kafka, folder.resolve("state"), topics, memory, metrics);
      var room =
          new Room(
              "bench-storm",
              generation,
              Unreadable.DEAD_LETTER,
              new ErrorsTopology(topics, generation, EMIT_INTERVAL, LedgerPeriod.HOUR, metrics)
                  ::addTo);
      try (var streams = new KafkaStreams(settings.topology(room), settings.of(room));
          var groups = groups(kafka, topics)) {
        streams.start();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING && System.nanoTime() < deadline) {
          Thread.sleep(10);
        }
        return follow(groups, storm, partitions, stormy, deadline);
      }
    }
  }

  private static Waits follow(
      KafkaConsumer<GroupKey, ErrorGroup> groups,
      long storm,
      Map<String, Integer> partitions,
      Set<Integer> stormy,
      long deadline) {
    var began = System.nanoTime();
    var beside = new ArrayList<Double>();
    var behind = new ArrayList<Double>();
    var seen = new HashSet<String>();
    var drained = storm == 0 ? 0.0 : -1.0;
    var kept = 0L;
    while (seen.size() < partitions.size() || drained < 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d of %d groups after %s".formatted(seen.size(), partitions.size(), PATIENCE));
      }
      for (var record : groups.poll(Duration.ofMillis(20))) {
        var seconds = (System.nanoTime() - began) / 1e9;
        var tenant = record.key().tenant();
        if (tenant.equals(STORM)) {
          kept = record.value().getKept();
          drained = record.value().getCount() == storm ? seconds : drained;
        } else if (seen.add(tenant)) {
          (stormy.contains(partitions.get(tenant)) ? behind : beside).add(seconds);
        }
      }
    }
    return new Waits(beside, behind, drained, kept);
  }

  private static KafkaConsumer<GroupKey, ErrorGroup> groups(String kafka, Topics topics) {
    var topic = topics.errorGroups();
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            topic.keys().deserializer(),
            topic.values().deserializer());
    var partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }
}
