package dev.fleetpulse.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseIT {
  private static final String SECRET = "known to the test only";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void keepsAcknowledgedInsertsWhenKilled(@TempDir Path folder) throws Exception {
    try (var clickhouse = started(folder)) {
      as("admin", clickhouse, "CREATE DATABASE fleetpulse");
      as("admin", clickhouse, "CREATE TABLE fleetpulse.t (n Int64) ENGINE = MergeTree ORDER BY n");
      as("admin", clickhouse, "INSERT INTO fleetpulse.t SELECT number FROM numbers(100000)");
      as("admin", clickhouse, "INSERT INTO fleetpulse.t VALUES (100000)");
      clickhouse.process().orElseThrow().kill();
    }
    try (var clickhouse = started(folder)) {
      assertThat(as("admin", clickhouse, "SELECT count(), max(n) FROM fleetpulse.t").body().trim())
          .isEqualTo("100001\t100000");
    }
  }

  @Test
  void letsNobodyDoMoreThanGranted(@TempDir Path folder) throws Exception {
    try (var clickhouse = started(folder)) {
      as("admin", clickhouse, "CREATE DATABASE fleetpulse");
      as("admin", clickhouse, "CREATE TABLE fleetpulse.t (n Int64) ENGINE = MergeTree ORDER BY n");

      assertThat(as("reader", clickhouse, "SELECT count() FROM fleetpulse.t").statusCode())
          .isEqualTo(200);
      assertThat(as("reader", clickhouse, "INSERT INTO fleetpulse.t VALUES (1)").body())
          .contains("ACCESS_DENIED");
      assertThat(ask(clickhouse, "default", "", "SELECT count() FROM fleetpulse.t").body())
          .contains("ACCESS_DENIED");
      assertThat(
              ask(clickhouse, "default", "", "SELECT * FROM file('/etc/passwd', LineAsString)")
                  .body())
          .contains("ACCESS_DENIED");
      assertThat(as("reader", clickhouse, "SELECT 1 SETTINGS max_execution_time = 5").body())
          .isEqualTo("1\n");
      assertThat(as("reader", clickhouse, "SELECT 1 SETTINGS max_execution_time = 0").body())
          .contains("SETTING_CONSTRAINT_VIOLATION");
      assertThat(ask(clickhouse, "admin", "a guess", "SELECT 1").body())
          .contains("AUTHENTICATION_FAILED");
    }
  }

  private static ClickHouse started(Path folder) throws InterruptedException {
    var users =
        List.of(
            ClickHouse.User.administrator("admin", SECRET),
            new ClickHouse.User(
                "reader",
                SECRET,
                List.of("GRANT SELECT ON fleetpulse.*"),
                Map.of("max_execution_time", 30L)));
    var clickhouse =
        new ClickHouse(
            ComponentCache.clickhouse(),
            folder,
            Ports.free(),
            users,
            folder.resolve("clickhouse.log"));
    clickhouse.start();
    clickhouse.awaitReady();
    return clickhouse;
  }

  private HttpResponse<String> as(String user, ClickHouse clickhouse, String sql)
      throws IOException, InterruptedException {
    return ask(clickhouse, user, SECRET, sql);
  }

  private HttpResponse<String> ask(ClickHouse clickhouse, String user, String password, String sql)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(clickhouse.url()))
            .header("X-ClickHouse-User", user)
            .header("X-ClickHouse-Key", password)
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
