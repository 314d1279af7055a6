package dev.fleetpulse.load.fault.outage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.load.fault.StoreQueries;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.load.stack.ProcessingStack;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** All of Fleetpulse, each process one that can be killed: ingest and the query API, too. */
public final class OutageStack implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ProcessingStack behind;
  private final StoreQueries stores;
  private final OwnProgram ingest;
  private final OwnProgram query;
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
    behind = ProcessingStack.hurried(classPaths, registryUrl, folder);
    stores = new StoreQueries(behind.stores());
    var keys = OwnPrograms.setting(key, "outage", "ingest+read");
    ingest =
        behind
            .programs()
            .ingest(
                behind.broker(),
                Map.of(
                    "FLEETPULSE_KEYS",
                    keys,
                    "FLEETPULSE_INGESTOR",
                    "outage",
                    "FLEETPULSE_DOWN_AFTER",
                    downAfter.toString()));
    query =
        behind.programs().query(behind.broker(), behind.stores(), Map.of("FLEETPULSE_KEYS", keys));
  }

  /** Starts everything. */
  void start() throws IOException, InterruptedException {
    behind.start();
    for (var program : List.of(ingest, query)) {
      program.start();
      program.awaitReady();
    }
  }

  OwnProgram ingest() {
    return ingest;
  }

  OwnProgram streams() {
    return behind.streams();
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
    return stores.timescale(
        """
        SELECT instance_id FROM fleetpulse.status_changes
        WHERE to_status = 'down' ORDER BY instance_id
        """);
  }

  /**
   * Those whose status is shown and the change that led to it is not in the store: the API reads
   * the log, and so is ahead of the sink that writes the changes.
   */
  List<String> changesToCome() throws IOException, InterruptedException, SQLException {
    var written =
        new HashSet<>(
            stores.timescale(
                """
                SELECT concat_ws(' ', instance_id, to_status, (extract(epoch FROM changed_at) * 1000)::bigint)
                FROM fleetpulse.status_changes
                """));
    var missing = new ArrayList<String>();
    for (var shown : allShown()) {
      if (!written.contains(shown)) {
        missing.add(shown);
      }
    }
    return missing;
  }

  /** Each server's id, status, and since when, epoch milliseconds. */
  private List<String> allShown() throws IOException, InterruptedException {
    var all = new ArrayList<String>();
    JsonNode page;
    do {
      page = servers("sort=name&limit=500&offset=" + all.size());
      for (var server : page.get("servers")) {
        all.add(
            "%s %s %d"
                .formatted(
                    server.get("id").textValue(),
                    server.get("status").textValue(),
                    Instant.parse(server.get("statusSince").textValue()).toEpochMilli()));
      }
    } while (!page.get("servers").isEmpty() && all.size() < page.get("total").asLong());
    return all;
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
        HttpRequest.newBuilder(query.url().resolve("/api/v1/servers?" + parameters))
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
}
