package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The process as it is run. */
@ExtendWith(RealComponents.class)
class QueryMainIT {
  private static final Pattern PORTS =
      Pattern.compile(
          "Answering on (http://127\\.0\\.0\\.1:\\d+), health and metrics on port (\\d+)");

  @TempDir Path folder;

  @BeforeAll
  static void write(Components components) throws Exception {
    TestFleet.write(components);
  }

  @Test
  void itAnswersTellsItsHealthAndEndsInOrder(Components components) throws Exception {
    var log = folder.resolve("log");
    var process = start(components, log, 0, Map.of());
    try (var http = HttpClient.newHttpClient()) {
      await().atMost(ofSeconds(60)).until(() -> PORTS.matcher(Files.readString(log)).find());
      var ports = PORTS.matcher(Files.readString(log));
      assertThat(ports.find()).isTrue();
      var management = "http://127.0.0.1:" + ports.group(2);

      await().atMost(ofSeconds(20)).until(() -> get(http, management + "/readyz").equals("ok\n"));
      assertThat(get(http, ports.group(1) + "/api/v1/errors")).contains("x is undefined");
      assertThat(get(http, ports.group(1) + "/api/v1/servers")).contains("no broker");
      assertThat(get(http, management + "/metrics"))
          .contains(
              "fleetpulse_query_requests_seconds_count{route=\"/api/v1/errors\",status=\"200\"} 1",
              "fleetpulse_query_store_up{store=\"clickhouse\"} 1.0",
              "fleetpulse_query_store_up{store=\"timescale\"} 1.0");

      process.destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(log))
          .containsSubsequence(
              "Closed API",
              "Closed management server",
              "Closed store watch",
              "Closed ClickHouse client",
              "Closed TimescaleDB pool");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void itTakesKeysOfControlUntilTheyAreRevoked(Components components) throws Exception {
    var log = folder.resolve("log");
    var control =
        Map.of(
            "FLEETPULSE_KAFKA", components.kafka(),
            "FLEETPULSE_REGISTRY_URL", components.registryUrl());
    var process = start(components, log, 0, control);
    try (var http = HttpClient.newHttpClient();
        var registry = new SchemaRegistry(components.registryUrl(), ofSeconds(30));
        var writer =
            new ControlWriter(
                components.kafka(),
                Topics.with(registry),
                registry,
                InstantSource.system(),
                "test")) {
      await().atMost(ofSeconds(60)).until(() -> PORTS.matcher(Files.readString(log)).find());
      var ports = PORTS.matcher(Files.readString(log));
      assertThat(ports.find()).isTrue();
      var management = "http://127.0.0.1:" + ports.group(2);
      await().atMost(ofSeconds(60)).until(() -> get(http, management + "/readyz").equals("ok\n"));
      writer.start();

      var key = writer.create(new KeyOrder("acme", Set.of(Scope.READ), new Binding.Tenant()));
      var servers = ports.group(1) + "/api/v1/servers";
      // A machine under load may put a fresh key off, but must not call it unknown.
      assertThat(
              await()
                  .atMost(ofSeconds(30))
                  .until(() -> status(http, servers, key.text()), status -> status != 503))
          .isEqualTo(200);

      writer.revoke(key.key().id());

      await().atMost(ofSeconds(30)).until(() -> status(http, servers, key.text()) == 401);
      assertThat(status(http, servers, TestKeys.ACME)).isEqualTo(200);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aBusyPortEndsItWithAClearWord(Components components) throws Exception {
    var log = folder.resolve("log");
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var process = start(components, log, busy.getLocalPort(), Map.of());
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isOne();
        assertThat(Files.readString(log))
            .contains("The query API can't start", "Port already in use")
            .containsSubsequence("Closed API", "Closed TimescaleDB pool");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static String get(HttpClient http, String url) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url)).header("x-api-key", TestKeys.ACME).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int status(HttpClient http, String url, String key)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).header("x-api-key", key).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static Process start(
      Components components, Path log, int port, Map<String, String> control) throws IOException {
    var timescale = TestFleet.timescaleLogin(components);
    var clickHouse = TestFleet.clickHouseLogin(components);
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.fleetpulse.schemas",
            "-cp",
            System.getProperty("java.class.path"),
            QueryMain.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("FLEETPULSE_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "FLEETPULSE_PORT", Integer.toString(port),
                "FLEETPULSE_MANAGEMENT_PORT", "0",
                "FLEETPULSE_TIMESCALE_URL", timescale.url(),
                "FLEETPULSE_TIMESCALE_PASSWORD", timescale.password(),
                "FLEETPULSE_CLICKHOUSE_URL", clickHouse.url(),
                "FLEETPULSE_CLICKHOUSE_PASSWORD", clickHouse.password(),
                "FLEETPULSE_CLICKHOUSE_DATABASE", components.clickhouse().database(),
                "FLEETPULSE_KEYS", TestKeys.SETTING));
    builder.environment().putAll(control);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }
}
