package dev.fleetpulse.load.fault.outage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.load.fault.usage.UsageStack;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of Fleetpulse, each process one that can be killed: ingest and the query API, too. */
public final class OutageStack implements AutoCloseable {
  private static final List<String> OPTIONS = List.of("-Xmx384m", "-XX:+UseSerialGC");
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final UsageStack behind;
  private final Program ingest;
  private final Program query;
  private final URI ingestUrl;
  private final URI queryUrl;
  private final NewKey key = NewKey.random(new SecureRandom());
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  /**
   * Starts nothing yet.
   *
   * @param downAfter silence after which an instance counts as down
   * @param folder for data and logs
   */
  public OutageStack(ClassPaths classPaths, String registryUrl, Path folder, Duration downAfter)
      throws IOException {
    behind = new UsageStack(classPaths, registryUrl, folder);
    ingestUrl = local(Ports.free());
    queryUrl = local(Ports.free());
    var setting =
        "%s:outage:ingest+read:%s"
            .formatted(key.key().id(), HexFormat.of().formatHex(key.key().secret().bytes()));
    ingest =
        program(
            "ingest",
            classPaths.of("ingest"),
            "dev.fleetpulse.ingest.IngestMain",
            Map.of(
                "FLEETPULSE_KAFKA",
                behind.kafka(),
                "FLEETPULSE_REGISTRY_URL",
                registryUrl,
                "FLEETPULSE_KEYS",
                setting,
                "FLEETPULSE_INGESTOR",
                "outage",
                "FLEETPULSE_DOWN_AFTER",
                downAfter.toString(),
                "FLEETPULSE_PORT",
                Integer.toString(ingestUrl.getPort())),
            folder);
    var querySettings = new HashMap<>(behind.stores("fleetpulse_api"));
    querySettings.put("FLEETPULSE_KEYS", setting);
    querySettings.put("FLEETPULSE_PORT", Integer.toString(queryUrl.getPort()));
    query =
        program(
            "query",
            classPaths.of("query-api"),
            "dev.fleetpulse.query.QueryMain",
            querySettings,
            folder);
  }

  /** Starts everything. */
  void start() throws InterruptedException {
    behind.start();
    for (var program : List.of(ingest, query)) {
      program.start();
      program.awaitReady();
    }
  }

  Component ingest() {
    return ingest;
  }

  Component streams() {
    return behind.streams();
  }

  URI ingestUrl() {
    return ingestUrl;
  }

  String key() {
    return key.text();
  }

  /** How many servers the API shows with this status. */
  long shown(String status) throws IOException, InterruptedException {
    return servers("status=" + status + "&limit=1").get("total").asLong();
  }

  /** The ids of the servers that the API shows with this status, at most 500. */
  List<String> idsShown(String status) throws IOException, InterruptedException {
    var ids = new ArrayList<String>();
    servers("status=" + status + "&sort=name&limit=500")
        .get("servers")
        .forEach(server -> ids.add(server.get("id").textValue()));
    return ids.stream().sorted().toList();
  }

  /** Whoever was ever said to be down, as often as it was; may lag behind what is shown. */
  List<String> everDown() throws SQLException {
    return ids(
        """
        SELECT instance_id FROM fleetpulse.status_changes
        WHERE to_status = 'down' ORDER BY instance_id
        """);
  }

  /**
   * Those whose present status is there and the change that led to it is not: the two tables have a
   * sink each, and neither waits for the other.
   */
  List<String> changesToCome() throws SQLException {
    return ids(
        """
        SELECT i.instance_id FROM fleetpulse.instances i
        WHERE NOT EXISTS (
          SELECT FROM fleetpulse.status_changes c
          WHERE c.tenant = i.tenant AND c.instance_id = i.instance_id
            AND c.to_status = i.status AND c.changed_at = i.status_since)
        ORDER BY i.instance_id
        """);
  }

  private List<String> ids(String sql) throws SQLException {
    var database = behind.timescale();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var query = connection.prepareStatement(sql);
        var rows = query.executeQuery()) {
      var ids = new ArrayList<String>();
      while (rows.next()) {
        ids.add(rows.getString("instance_id"));
      }
      return ids;
    }
  }

  @Override
  public void close() {
    http.close();
    query.close();
    ingest.close();
    behind.close();
  }

  private JsonNode servers(String parameters) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(queryUrl.resolve("/api/v1/servers?" + parameters))
            .header("Authorization", "Bearer " + key.text())
            .timeout(ANSWER_MAX)
            .build();
    for (var attempt = 1; ; attempt++) {
      try {
        var answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200) {
          return json.readTree(answer.body());
        }
        throw new IOException("The API answered " + answer.statusCode());
      } catch (IOException e) {
        // It may be starting still, or short of CPU while others start.
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static Program program(
      String name, String classPath, String main, Map<String, String> settings, Path folder)
      throws IOException {
    var management = local(Ports.free());
    var all = new HashMap<>(settings);
    all.put("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(management.getPort()));
    return new Program(
        name,
        new Program.Code(classPath, main, Optional.empty(), OPTIONS),
        all,
        management.resolve("/readyz"),
        folder.resolve("logs").resolve(name + ".log"));
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
