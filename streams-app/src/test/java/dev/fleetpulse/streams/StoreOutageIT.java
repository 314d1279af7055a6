package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.ClickHouse;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One store goes away under a running process and comes back. */
@ExtendWith(RealComponents.class)
class StoreOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "of a server that lives for one test";

  @TempDir private Path folder;

  private final String tenant = "tenant-" + UUID.randomUUID();

  @Test
  void theOtherStoreGoesOnAndTheLostTimeIsMadeUpFor(Components components) throws Exception {
    var timescale = Stores.timescale(components);
    var port = Ports.free();
    var endpoint =
        new ClickHouseEndpoint("http://127.0.0.1:" + port, "admin", PASSWORD, "fleetpulse");
    var clickHouse = startClickHouse(port);
    Stores.migrate(endpoint);
    try (var registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
        var broker = new Broker(components.kafka());
        var app = new RunningApp(components, timescale, endpoint, folder.resolve("state"))) {
      var topics = Topics.with(registry);
      send(broker, topics, 1);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(inClickHouse(endpoint)).isEqualTo(1));

      clickHouse.close();
      send(broker, topics, 2);
      send(broker, topics, 3);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(inTimescale(timescale)).isEqualTo(3));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          app.metric("fleetpulse_sink_lag_records{sink=\"clickhouse-heartbeats\"}"))
                      .isEqualTo(2));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(app.management("/readyz").body()).isEqualTo("ok\n"));

      clickHouse = startClickHouse(port);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(inClickHouse(endpoint)).isEqualTo(3));
      assertThat(app.metric("fleetpulse_sink_dead_letters_total{sink=\"clickhouse-heartbeats\"}"))
          .isZero();
    } finally {
      clickHouse.close();
    }
  }

  private ClickHouse startClickHouse(int port) throws InterruptedException {
    var server =
        new ClickHouse(
            ComponentCache.clickhouse(),
            folder.resolve("clickhouse"),
            port,
            List.of(
                ClickHouse.User.administrator("admin", PASSWORD),
                new ClickHouse.User(
                    Stores.ROLE,
                    PASSWORD,
                    List.of("GRANT SELECT, INSERT ON fleetpulse.*"),
                    Map.of())),
            folder.resolve("clickhouse.log"));
    server.start();
    server.awaitReady();
    return server;
  }

  private void send(Broker broker, Topics topics, int number) throws Exception {
    var instance = new InstanceKey(tenant, "wlv_" + number);
    broker.send(
        topics.heartbeats(), instance, Heartbeats.at(instance, Instant.now().toEpochMilli()));
  }

  private int inTimescale(Database timescale) throws Exception {
    var query = "SELECT 1 FROM fleetpulse.heartbeats WHERE tenant = '" + tenant + "'";
    return Stores.rows(timescale, query).size();
  }

  private int inClickHouse(ClickHouseEndpoint endpoint) {
    var query = "SELECT 1 FROM heartbeats FINAL WHERE tenant = '" + tenant + "'";
    return Stores.rows(endpoint, query).size();
  }
}
