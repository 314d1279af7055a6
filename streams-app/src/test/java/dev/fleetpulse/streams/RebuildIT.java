package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Figures are computed anew beside the running ones, and nobody sees half of them. */
@ExtendWith(RealComponents.class)
class RebuildIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SAMPLES = 40;

  @TempDir private Path folder;

  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final InstanceKey instance = new InstanceKey(tenant, "wlv_1");

  @Test
  void damagedRowsAreMadeGoodAndTheNextProcessGoesOn(Components components) throws Exception {
    var timescale = Stores.timescale(components);
    var clickHouse = Stores.clickHouse(components);
    try (var registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
        var broker = new Broker(components.kafka())) {
      var topics = Topics.with(registry);
      Generation running;
      Generation next;
      try (var app = new RunningApp(components, timescale, clickHouse, folder.resolve("app"))) {
        running = new Generation(app.generation());
        next = new Generation(app.nextGeneration());
        for (var sample = 0; sample < SAMPLES; sample++) {
          broker.send(topics.heartbeats(), instance, heartbeat(sample));
        }
        eventually(timescale, 100L * (SAMPLES - 1), running);
        Stores.rows(
            timescale,
            "UPDATE fleetpulse.usage_hourly SET tokens = 7 WHERE tenant = '%s' RETURNING tokens"
                .formatted(tenant));

        try (var rebuild = rebuild(components, topics, next)) {
          rebuild.start();
          await()
              .atMost(PATIENCE)
              .until(
                  () -> {
                    // Time goes on in the log, in all partitions alike.
                    tick(topics, broker);
                    return rebuild.isPublished();
                  });
          eventually(timescale, 100L * (SAMPLES - 1), next);

          broker.send(topics.heartbeats(), instance, heartbeat(SAMPLES));
          eventually(timescale, 100L * SAMPLES, next);
        }
        assertThat(rows(topics, broker, next))
            .allSatisfy(row -> assertThat(row.getSamples()).isGreaterThanOrEqualTo(SAMPLES));
      }

      try (var app =
          new RunningApp(
              components, timescale, clickHouse, folder.resolve("later"), running.number())) {
        await().atMost(PATIENCE).until(() -> app.management("/readyz").statusCode() == 200);
        broker.send(topics.heartbeats(), instance, heartbeat(SAMPLES + 1));

        eventually(timescale, 100L * (SAMPLES + 1), next);
      }
    }
  }

  private Rebuild rebuild(Components components, Topics topics, Generation generation)
      throws InterruptedException {
    try (var admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", components.kafka()))) {
      return new Rebuild(
          components.kafka(),
          topics,
          generation,
          new LogEnds(new TopicAdmin(admin).ends(topics.heartbeats())),
          Duration.ofSeconds(1),
          LedgerPeriod.HOUR,
          folder.resolve("rebuild"),
          new SimpleMeterRegistry());
    }
  }

  private static void tick(Topics topics, Broker broker) throws Exception {
    for (var partition = 0; partition < topics.heartbeats().partitions(); partition++) {
      broker.tick(topics.heartbeats().name(), partition);
    }
  }

  private Heartbeat heartbeat(int sample) {
    var timestampMs = hour.plusMillis(sample).toEpochMilli();
    return Heartbeats.withUsage(Heartbeats.at(instance, timestampMs), 1_000 + 100L * sample, 0);
  }

  private List<UsageHour> rows(Topics topics, Broker broker, Generation generation) {
    var hours = topics.usageHourly();
    return broker
        .read(
            hours,
            record ->
                hours
                    .keys()
                    .deserializer()
                    .deserialize(hours.name(), record.key())
                    .equals(
                        new InstanceHourKey(tenant, hour.toEpochMilli(), instance.instanceId())))
        .stream()
        .map(record -> hours.values().deserializer().deserialize(hours.name(), record.value()))
        .filter(row -> row.getRevision() >>> 48 == generation.number())
        .toList();
  }

  private void eventually(Database timescale, long tokens, Generation generation) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Stores.rows(
                            timescale,
                            "SELECT tokens, revision >> 48 AS generation"
                                + " FROM fleetpulse.usage_hourly WHERE tenant = '%s'"
                                    .formatted(tenant)))
                    .containsExactly(
                        Map.of("tokens", tokens, "generation", (long) generation.number())));
  }
}
