package dev.fleetpulse.devstack.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.TimescaleTemplate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class RealComponentsIT {
  @Test
  void theBrokerAnswers(Components components) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", components.kafka()))) {
      assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS)).hasSize(1);
    }
  }

  @Test
  void theRegistrySpeaksConfluentsApi(Components components) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(components.registryUrl() + "/subjects")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("[");
    }
  }

  @Test
  void theDatabaseHasTheExtensionAndMayMakeRoles(Components components) throws Exception {
    var database = components.timescale();
    assertThat(ask(database, "SELECT extname FROM pg_extension WHERE extname = 'timescaledb'"))
        .isEqualTo("timescaledb");
    assertThat(ask(database, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
        .isEqualTo("true");
  }

  @Test
  void everyTestOfAClassSeesTheSameDatabases(Components components) {
    assertThat(components.timescale()).isEqualTo(components.timescale());
    assertThat(components.clickhouse()).isEqualTo(components.clickhouse());
  }

  @Test
  void theClickHouseDatabaseIsEmptyAndWritable(Components components) throws Exception {
    var clickhouse = components.clickhouse();
    assertThat(
            ask(clickhouse, "SELECT count() FROM system.tables WHERE database = currentDatabase()"))
        .isEqualTo("0");
    ask(clickhouse, "CREATE TABLE number (n Int64) ENGINE = MergeTree ORDER BY n");
    ask(clickhouse, "INSERT INTO number VALUES (1), (2)");
    assertThat(ask(clickhouse, "SELECT sum(n) FROM number")).isEqualTo("3");
  }

  @Test
  void aFreshDatabaseIsMadeWithinHalfASecondOrSo(Components components, TestReporter reporter)
      throws Exception {
    var server = new TestTimescale(maintenance(components), Optional.of(TimescaleTemplate.NAME));
    for (var i = 0; i < 5; i++) {
      var started = System.nanoTime();
      var database = server.create("fresh_" + i);
      var millis = (System.nanoTime() - started) / 1_000_000;
      reporter.publishEntry("fresh database, ms", Long.toString(millis));
      assertThat(ask(database, "SELECT extname FROM pg_extension WHERE extname = 'timescaledb'"))
          .isEqualTo("timescaledb");
      server.drop(database);
      // Loose, because the machine may be busy; the usual figure is in the report.
      assertThat(millis).isLessThan(10_000);
    }
  }

  @Nested
  class Inside {
    @Test
    void aNestedClassSharesTheDatabases(Components components) {
      assertThat(components.timescale().jdbcUrl()).contains("fleetpulse_test_");
    }
  }

  private static Database maintenance(Components components) {
    var own = components.timescale();
    return new Database(
        own.jdbcUrl().replaceFirst("/[^/]*$", "/postgres"), own.user(), own.password());
  }

  private static String ask(Database database, String sql) throws Exception {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var rows = connection.createStatement().executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static String ask(ClickHouseEndpoint clickhouse, String sql) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(clickhouse.url() + "/?database=" + clickhouse.database()))
                  .header("X-ClickHouse-User", clickhouse.user())
                  .header("X-ClickHouse-Key", clickhouse.password())
                  .POST(HttpRequest.BodyPublishers.ofString(sql))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body().trim();
    }
  }
}
