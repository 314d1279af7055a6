package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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

  @Test
  void itAnswersTellsItsHealthAndEndsInOrder(Components components) throws Exception {
    TestFleet.write(components);
    var log = folder.resolve("log");
    var process = start(components, log, 0);
    try (var http = HttpClient.newHttpClient()) {
      await().atMost(ofSeconds(60)).until(() -> PORTS.matcher(Files.readString(log)).find());
      var ports = PORTS.matcher(Files.readString(log));
      assertThat(ports.find()).isTrue();
      var management = "http://127.0.0.1:" + ports.group(2);

      await().atMost(ofSeconds(20)).until(() -> get(http, management + "/readyz").equals("ok\n"));
      assertThat(get(http, ports.group(1) + "/api/v1/servers/web-1")).contains("Web One");
      assertThat(get(http, management + "/metrics"))
          .contains(
              "fleetpulse_query_requests_seconds_count{route=\"/api/v1/servers/{id}\",status=\"200\"} 1",
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
  void aBusyPortEndsItWithAClearWord(Components components) throws Exception {
    var log = folder.resolve("log");
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var process = start(components, log, busy.getLocalPort());
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

  private static Process start(Components components, Path log, int port) throws IOException {
    var timescale = TestFleet.timescaleLogin(components);
    var clickHouse = TestFleet.clickHouseLogin(components);
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
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
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }
}
