package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process ends and another one, without its disk, takes over. */
@ExtendWith(RealComponents.class)
class RestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration DOWN_AFTER = Duration.ofSeconds(10);
  private static final String STATUS = "SELECT status FROM fleetpulse.instances WHERE tenant =";
  private static final String USAGE =
      "SELECT tokens, samples FROM fleetpulse.usage_hourly WHERE tenant =";

  @TempDir private Path folder;

  private final Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final String tenant = "tenant-" + UUID.randomUUID();
  private final InstanceKey instance = new InstanceKey(tenant, "wlv_1");

  @Test
  void usageAndDeadlinesGoOnWhereTheyWere(Components components) throws Exception {
    var timescale = Stores.timescale(components);
    var clickHouse = Stores.clickHouse(components);
    try (var registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
        var broker = new Broker(components.kafka())) {
      var topics = Topics.with(registry);
      int generation;
      try (var app = new RunningApp(components, timescale, clickHouse, folder.resolve("first"))) {
        generation = app.generation();
        broker.send(topics.heartbeats(), instance, heartbeat(0, 1_000));
        eventually(timescale, STATUS, Map.of("status", "healthy"));
      }

      try (var app =
          new RunningApp(components, timescale, clickHouse, folder.resolve("second"), generation)) {
        await().atMost(PATIENCE).until(() -> app.management("/readyz").statusCode() == 200);
        // Time passes, but nothing is heard of the instance.
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  tick(broker, topics);
                  assertThat(rows(timescale, STATUS)).containsExactly(Map.of("status", "down"));
                });

        broker.send(topics.heartbeats(), instance, heartbeat(1, 1_500));

        eventually(timescale, STATUS, Map.of("status", "healthy"));
        eventually(timescale, USAGE, Map.of("tokens", 500L, "samples", 2L));
      }
    }
  }

  private Heartbeat heartbeat(int millisecond, long tokens) {
    var heartbeat = Heartbeats.at(instance, hour.plusMillis(millisecond).toEpochMilli());
    heartbeat.setDownAfterMs(DOWN_AFTER.toMillis());
    return Heartbeats.withUsage(heartbeat, tokens, 0);
  }

  /** Has the key of the instance only to come to its partition. */
  private void tick(Broker broker, Topics topics) throws Exception {
    broker.send(topics.heartbeats(), instance, null);
  }

  private void eventually(Database timescale, String query, Map<String, Object> row) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(rows(timescale, query)).containsExactly(row));
  }

  private List<Map<String, Object>> rows(Database timescale, String query) throws SQLException {
    return Stores.rows(timescale, query + " '" + tenant + "'");
  }
}
