package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.Kafka;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The process itself: how it starts, ends and refuses to start. */
@ExtendWith(RealComponents.class)
class IngestMainIT {
  private static final int SIGTERM_EXIT_CODE = 128 + 15;

  private final Components components;
  @TempDir private Path folder;

  IngestMainIT(Components components) {
    this.components = components;
  }

  @Test
  void endsInOrderOnSigterm() throws Exception {
    var port = Ports.free();
    var process = startOn(port, "ends-in-order");
    try (var registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
        var client = new Client(port)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("takes reports on"));
      var heartbeat = "{\"instanceId\":\"i\",\"timestamp\":" + Instant.now().toEpochMilli() + "}";
      assertThat(client.post("/api/v1/heartbeat", heartbeat).statusCode()).isEqualTo(202);
      var topics = Topics.with(registry);
      try (var heartbeats = new TopicLog(components.kafka(), topics.heartbeats())) {
        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT_CODE);
        var ticks = Topics.ticks(registry);
        assertThat(heartbeats.appended())
            .map(message -> message.headers().lastHeader(Topics.TICK).value())
            .map(tick -> ticks.deserialize(topics.heartbeats().name(), tick))
            .filteredOn(tick -> tick.getIngestor().equals("ends-in-order") && tick.getGoodbye())
            .hasSize(topics.heartbeats().partitions());
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void losesNothingItHasAnswered202WhenItEnds() throws Exception {
    var port = Ports.free();
    var process = startOn(port, "ends-under-load");
    try (var registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
        var client = new Client(port)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("takes reports on"));
      var heartbeats = Topics.with(registry).heartbeats();
      try (var log = new TopicLog(components.kafka(), heartbeats)) {
        var stored = ConcurrentHashMap.<String>newKeySet();
        var senders =
            IntStream.range(0, 8)
                .mapToObj(
                    sender ->
                        Thread.ofVirtual().start(() -> sendUntilItEnds(client, sender, stored)))
                .toList();
        await().atMost(Duration.ofSeconds(30)).until(() -> stored.size() > 200);

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(log()).isTrue();
        for (var sender : senders) {
          sender.join();
        }
        assertThat(log.reports())
            .map(
                message ->
                    heartbeats
                        .values()
                        .deserializer()
                        .deserialize(heartbeats.name(), message.value())
                        .getInstanceId())
            .containsAll(stored);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Sends one heartbeat after the other, alone and in batches, and notes those answered 202. */
  private static void sendUntilItEnds(Client client, int sender, Set<String> stored) {
    for (var i = 0; ; i++) {
      var instances = List.of("u-%d-%d-a".formatted(sender, i), "u-%d-%d-b".formatted(sender, i));
      var bodies =
          instances.stream()
              .map(
                  instance ->
                      "{\"instanceId\":\"%s\",\"timestamp\":%d}"
                          .formatted(instance, Instant.now().toEpochMilli()))
              .toList();
      try {
        if (i % 2 == 0) {
          if (client.post("/api/v1/heartbeat", bodies.getFirst()).statusCode() == 202) {
            stored.add(instances.getFirst());
          }
        } else if (client.post("/api/v1/heartbeats", bodies.toString()).statusCode() == 202) {
          stored.addAll(instances);
        }
      } catch (Exception _) {
        // The process has ended, and answers no more.
        return;
      }
    }
  }

  @Test
  void refusesToStartWithoutItsSettings() throws Exception {
    var process = start(Map.of());
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(log()).contains("Ingest can't start: FLEETPULSE_KAFKA is required");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void refusesToStartOnATopicWithAnotherPartitionCount(@TempDir Path data) throws Exception {
    var broker = new Kafka(data, Ports.free(), Ports.free());
    broker.start();
    try (var admin =
        Admin.create(
            Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("fleet.heartbeats", 3, (short) 1))).all().get();

      var process =
          start(
              Map.of(
                  "FLEETPULSE_KAFKA",
                  broker.bootstrapServers(),
                  "FLEETPULSE_REGISTRY_URL",
                  components.registryUrl(),
                  "FLEETPULSE_PORT",
                  "0",
                  "FLEETPULSE_MANAGEMENT_PORT",
                  "0"));
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log())
            .contains(
                "Ingest can't start: Topic fleet.heartbeats has 3 partitions and must have 6");
      } finally {
        process.destroyForcibly();
      }
    } finally {
      broker.close();
    }
  }

  private Process startOn(int port, String ingestor) throws IOException {
    return start(
        Map.of(
            "FLEETPULSE_KAFKA", components.kafka(),
            "FLEETPULSE_REGISTRY_URL", components.registryUrl(),
            "FLEETPULSE_KEYS", TestKeys.SETTING,
            "FLEETPULSE_LIMIT_INSTANCE_HEARTBEATS", "1000000/PT1S",
            "FLEETPULSE_INGESTOR", ingestor,
            "FLEETPULSE_PORT", Integer.toString(port),
            "FLEETPULSE_MANAGEMENT_PORT", Integer.toString(Ports.free())));
  }

  private Process start(Map<String, String> settings) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.fleetpulse.schemas",
            "-cp",
            System.getProperty("java.class.path"),
            IngestMain.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("FLEETPULSE_"));
    builder.environment().putAll(settings);
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
