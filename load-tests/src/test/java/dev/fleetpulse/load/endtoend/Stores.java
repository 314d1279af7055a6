package dev.fleetpulse.load.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.devstack.junit.Components;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks both stores for rows, as their owners; every row comes as a JSON object. */
final class Stores implements AutoCloseable {
  private final Components components;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  Stores(Components components) {
    this.components = components;
  }

  /** Rows of TimescaleDB; times are asked for as epoch milliseconds. */
  List<JsonNode> timescale(String sql) throws SQLException, JsonProcessingException {
    var database = components.timescale();
    var rows = new ArrayList<JsonNode>();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var query = connection.prepareStatement("SELECT to_jsonb(asked) FROM (" + sql + ") asked");
        var found = query.executeQuery()) {
      while (found.next()) {
        rows.add(json.readTree(found.getString(1)));
      }
    }
    return rows;
  }

  /** Rows of ClickHouse. */
  List<JsonNode> clickhouse(String sql) throws IOException, InterruptedException {
    var endpoint = components.clickhouse();
    var request =
        HttpRequest.newBuilder(URI.create(endpoint.url() + "/?database=" + endpoint.database()))
            .header("X-ClickHouse-User", endpoint.user())
            .header("X-ClickHouse-Key", endpoint.password())
            .POST(BodyPublishers.ofString(sql + " FORMAT JSONEachRow"))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    var rows = new ArrayList<JsonNode>();
    for (var line : answer.body().lines().toList()) {
      rows.add(json.readTree(line));
    }
    return rows;
  }

  @Override
  public void close() {
    http.close();
  }
}
