package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Tick;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ticks are sent while the public URL answers, and nothing else hangs on it. */
@ExtendWith(RealComponents.class)
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Components components;
  private final String ingestor = "ingest-" + UUID.randomUUID();
  private volatile boolean stale = true;

  CanaryIT(Components components) {
    this.components = components;
  }

  @Test
  void ticksThroughItsOwnFrontDoor() throws Exception {
    var port = Integer.toString(Ports.free());
    var settings =
        Map.of("FLEETPULSE_PORT", port, "FLEETPULSE_CANARY_URL", "http://127.0.0.1:" + port + "/");
    try (var ingest = start(settings);
        var log = new TopicLog(components.kafka(), ingest.topics().heartbeats())) {
      await().atMost(PATIENCE).until(() -> !ticks(ingest, log).isEmpty());

      assertThat(ingest.management("/metrics").body()).contains("fleetpulse_ingest_canary_ok 1.0");
      assertThat(ingest.client().get("/api/v1/canary").statusCode()).isEqualTo(400);
      assertThat(ingest.client().post("/api/v1/canary", "{}").headers().firstValue("Allow"))
          .hasValue("GET");
    }
  }

  @Test
  void withholdsTicksButTakesReportsWhereAnOldPageAnswers() throws Exception {
    var balancer = balancer();
    var url = "http://127.0.0.1:" + balancer.getAddress().getPort();
    try (var ingest = start(Map.of("FLEETPULSE_CANARY_URL", url));
        var log = new TopicLog(components.kafka(), ingest.topics().heartbeats())) {
      // Longer than the broker's silence may be, with nobody reporting.
      await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(7))
          .until(() -> ingest.management("/readyz").statusCode() == 200);
      assertThat(
              ingest
                  .client()
                  .post(
                      "/api/v1/heartbeat",
                      "{\"instanceId\":\"web-1\",\"timestamp\":%d}"
                          .formatted(Instant.now().toEpochMilli()))
                  .statusCode())
          .isEqualTo(202);
      assertThat(ingest.management("/metrics").body()).contains("fleetpulse_ingest_canary_ok 0.0");
      assertThat(ticks(ingest, log)).isEmpty();

      stale = false;
      await().atMost(PATIENCE).until(() -> !ticks(ingest, log).isEmpty());
      stale = true;
      await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(3))
          .until(() -> ticks(ingest, log).isEmpty());

      ingest.stop();
      assertThat(ticks(ingest, log))
          .hasSize(ingest.topics().heartbeats().partitions())
          .allMatch(Tick::getGoodbye);
    } finally {
      balancer.stop(0);
    }
  }

  /** Answers each nonce rightly, or always the first one. */
  private HttpServer balancer() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var nonce = exchange.getRequestURI().getQuery().replace("nonce=", "");
          var body =
              ("fleetpulse ingest " + (stale ? "an-old-one" : nonce))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return server;
  }

  private RunningIngest start(Map<String, String> settings) throws Exception {
    return new RunningIngest(components.kafka(), components.registryUrl(), ingestor, settings);
  }

  private List<Tick> ticks(RunningIngest ingest, TopicLog log) {
    return ingest.ticks(ingestor, log.appended());
  }
}
