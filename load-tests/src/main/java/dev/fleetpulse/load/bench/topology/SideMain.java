package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.load.bench.CpuClock;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.RocksDbMemory;
import dev.fleetpulse.streams.Room;
import dev.fleetpulse.streams.RoomSettings;
import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import io.javalin.Javalin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;

/**
 * One side in a JVM of its own, with the settings all rooms run with. {@code GET /rounds/N} lets
 * its N-th generation read the whole topic and answers with what that took.
 */
final class SideMain {
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration ROUND_MAX = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofMillis(25);

  private final Side side;
  private final String kafka;
  private final long brokerPid;
  private final long records;
  private final Path folder;
  private final Topics topics;

  private SideMain(
      Side side, String kafka, long brokerPid, long records, Path folder, Topics topics) {
    this.side = side;
    this.kafka = kafka;
    this.brokerPid = brokerPid;
    this.records = records;
    this.folder = folder;
    this.topics = topics;
  }

  public static void main(String... args) throws InterruptedException {
    var env = new Env(System.getenv());
    var topics = Topics.with(new SchemaRegistry(env.require("REGISTRY_URL"), REGISTRY_PATIENCE));
    var main =
        new SideMain(
            Side.valueOf(env.require("SIDE")),
            env.require("KAFKA"),
            Long.parseLong(env.require("BROKER_PID")),
            Long.parseLong(env.require("RECORDS")),
            Path.of(env.require("STATE_DIR")),
            topics);
    main.createTopics();
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.routes.get("/readyz", ctx -> ctx.result("ok"));
              config.routes.get(
                  "/rounds/{number}",
                  ctx ->
                      ctx.result(
                          main.round(ctx.pathParamAsClass("number", Integer.class).get()).text()));
            })
        .start("127.0.0.1", env.integer("PORT", 0, 0, 65_535));
  }

  private void createTopics() {
    try (var admin =
        Admin.create(Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      new TopicAdmin(admin)
          .ensure(
              Stream.concat(side.outTopics(topics).stream(), Stream.of(topics.deadLetters()))
                  .toList());
    }
  }

  private Round round(int number) throws InterruptedException {
    var generation = new Generation(number);
    var metrics = new SimpleMeterRegistry();
    try (var memory = new RocksDbMemory(RocksDbMemory.DEFAULT_MB)) {
      var settings =
          new RoomSettings(
              kafka, folder.resolve(Integer.toString(number)), topics, memory, metrics);
      var room =
          new Room(
              "bench-" + side,
              generation,
              Unreadable.DEAD_LETTER,
              builder -> side.addTo(builder, topics, generation, metrics));
      try (var streams = new KafkaStreams(settings.topology(room), settings.of(room))) {
        streams.start();
        return measured(streams, metrics);
      }
    }
  }

  /** From the first record to the last, without start and end of the application. */
  private Round measured(KafkaStreams streams, MeterRegistry metrics) throws InterruptedException {
    var self = List.of(ProcessHandle.current().pid());
    var broker = List.of(brokerPid);
    var deadline = System.nanoTime() + ROUND_MAX.toNanos();
    await(streams, metrics, 1, deadline);
    var before = side.processed(streams, metrics);
    var began = System.nanoTime();
    var selfBefore = CpuClock.of(self);
    var brokerBefore = CpuClock.of(broker);
    await(streams, metrics, records, deadline);
    return new Round(
        side.processed(streams, metrics) - before,
        System.nanoTime() - began,
        CpuClock.of(self).minus(selfBefore).toNanos(),
        CpuClock.of(broker).minus(brokerBefore).toNanos());
  }

  private void await(KafkaStreams streams, MeterRegistry metrics, long wanted, long deadline)
      throws InterruptedException {
    while (side.processed(streams, metrics) < wanted) {
      if (System.nanoTime() > deadline || !streams.state().isRunningOrRebalancing()) {
        throw new IllegalStateException(
            "%d of %d records, and the application is %s"
                .formatted(side.processed(streams, metrics), wanted, streams.state()));
      }
      Thread.sleep(LOOK);
    }
  }
}
