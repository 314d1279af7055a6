package dev.fleetpulse.query;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.sql.ClickHouseMigrator;
import dev.fleetpulse.sql.RolePasswords;
import dev.fleetpulse.sql.TimescaleMigrator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Real tables in both stores, and in them the rows that stand beside this class. */
public final class TestFleet {
  private TestFleet() {}

  /** Migrates both stores and writes the rows as the sinks would. */
  public static void write(Components components)
      throws SQLException, IOException, InterruptedException {
    migrate(components);
    writeTimescale(components);
    writeClickHouse(components);
  }

  /** Writes further rows into TimescaleDB. */
  public static void write(Components components, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                components.timescale().jdbcUrl(), "fleetpulse_sink", passwords(components).sink());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void migrate(Components components) {
    var timescale = components.timescale();
    var clickHouse = components.clickhouse();
    new TimescaleMigrator(timescale.jdbcUrl(), timescale.user(), timescale.password())
        .migrate(passwords(components));
    new ClickHouseMigrator(
            clickHouse.url(), clickHouse.user(), clickHouse.password(), clickHouse.database())
        .migrate(passwords(components));
  }

  static QueryConfig.StoreLogin timescaleLogin(Components components) {
    return new QueryConfig.StoreLogin(
        components.timescale().jdbcUrl(), "fleetpulse_api", components.clickhouse().password());
  }

  static QueryConfig.StoreLogin clickHouseLogin(Components components) {
    return new QueryConfig.StoreLogin(
        components.clickhouse().url(), "fleetpulse_api", components.clickhouse().password());
  }

  /** One for all, because ClickHouse's test server has fixed the passwords of its users. */
  private static RolePasswords passwords(Components components) {
    var password = components.clickhouse().password();
    return new RolePasswords(password, password, password);
  }

  private static void writeTimescale(Components components) throws SQLException, IOException {
    write(components, resource("timescale.sql"));
  }

  private static void writeClickHouse(Components components)
      throws IOException, InterruptedException {
    writeHistory(components, resource("clickhouse.sql"));
  }

  /** Writes further rows into ClickHouse, each statement as a batch of its own. */
  public static void writeHistory(Components components, String inserts)
      throws IOException, InterruptedException {
    var server = components.clickhouse();
    try (var http = HttpClient.newHttpClient()) {
      for (var insert : inserts.strip().split(";\n", -1)) {
        var request =
            HttpRequest.newBuilder(URI.create(server.url() + "/?database=" + server.database()))
                .header("X-ClickHouse-User", "fleetpulse_sink")
                .header("X-ClickHouse-Key", passwords(components).sink())
                .POST(HttpRequest.BodyPublishers.ofString(insert))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IOException(answer.body());
        }
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (var file = TestFleet.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
