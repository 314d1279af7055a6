package dev.fleetpulse.streams;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Shutdown;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole process, started in the test's own JVM on real components. */
final class RunningApp implements AutoCloseable {
  /** The broker knows those of the tests before, and a room goes on in the latest one. */
  private static final AtomicInteger GENERATIONS = new AtomicInteger();

  private final Shutdown shutdown = new Shutdown(Duration.ofSeconds(30));
  private final HttpClient http = HttpClient.newHttpClient();
  private final int generation;
  private final int managementPort;

  /** Starts under a generation of its own, because tests share the broker. */
  RunningApp(
      Components components, Database timescale, ClickHouseEndpoint clickHouse, Path stateDir)
      throws IOException, InterruptedException {
    this(components, timescale, clickHouse, stateDir, GENERATIONS.incrementAndGet());
  }

  /** The same with more settings. */
  RunningApp(
      Components components,
      Database timescale,
      ClickHouseEndpoint clickHouse,
      Path stateDir,
      Map<String, String> more)
      throws IOException, InterruptedException {
    this(components, timescale, clickHouse, stateDir, GENERATIONS.incrementAndGet(), more);
  }

  /** Starts as another run of the given generation. */
  RunningApp(
      Components components,
      Database timescale,
      ClickHouseEndpoint clickHouse,
      Path stateDir,
      int generation)
      throws IOException, InterruptedException {
    this(components, timescale, clickHouse, stateDir, generation, Map.of());
  }

  private RunningApp(
      Components components,
      Database timescale,
      ClickHouseEndpoint clickHouse,
      Path stateDir,
      int generation,
      Map<String, String> more)
      throws IOException, InterruptedException {
    this.generation = generation;
    var settings = new HashMap<String, String>();
    settings.put("FLEETPULSE_KAFKA", components.kafka());
    settings.put("FLEETPULSE_REGISTRY_URL", components.registryUrl());
    settings.put("FLEETPULSE_STATE_DIR", stateDir.toString());
    settings.put("FLEETPULSE_GENERATION", Integer.toString(generation));
    settings.put("FLEETPULSE_EMIT_INTERVAL", "PT1S");
    settings.put("FLEETPULSE_TIMESCALE_URL", timescale.jdbcUrl());
    settings.put("FLEETPULSE_TIMESCALE_USER", Stores.ROLE);
    settings.put("FLEETPULSE_TIMESCALE_PASSWORD", timescale.password());
    settings.put("FLEETPULSE_CLICKHOUSE_URL", clickHouse.url());
    settings.put("FLEETPULSE_CLICKHOUSE_USER", Stores.ROLE);
    settings.put("FLEETPULSE_CLICKHOUSE_PASSWORD", clickHouse.password());
    settings.put("FLEETPULSE_CLICKHOUSE_DATABASE", clickHouse.database());
    settings.put("FLEETPULSE_MANAGEMENT_PORT", "0");
    settings.putAll(more);
    managementPort = StreamsMain.start(StreamsAppConfig.from(new Env(settings)), shutdown);
  }

  int generation() {
    return generation;
  }

  /** One that nobody has used. */
  int nextGeneration() {
    return GENERATIONS.incrementAndGet();
  }

  /** What the management server answers to a path. */
  HttpResponse<String> management(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** A figure of {@code /metrics}, by its whole name with labels. */
  double metric(String name) throws IOException, InterruptedException {
    return management("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public void close() {
    http.close();
    try {
      shutdown.closeAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
