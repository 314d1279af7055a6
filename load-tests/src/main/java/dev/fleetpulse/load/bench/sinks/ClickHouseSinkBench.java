package dev.fleetpulse.load.bench.sinks;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.fleet.SampleFleet;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.streams.sink.clickhouse.ClickHouseSinks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The sink of whole heartbeats from a filled topic into ClickHouse, against one insert of the same
 * rows by the same client. Each begins with an empty table.
 */
public final class ClickHouseSinkBench {
  private static final String GOAL = "0.80";
  private static final String SINK = "sink";
  private static final String INSERT = "one insert";
  private static final int WARM_UPS = 2;
  private static final int SLICES = 20;
  private static final long TIMEOUT_SECONDS = 120;

  private final Path repository;
  private final int rounds;
  private final SampleFleet fleet;
  private final PrintStream out;

  /**
   * Measures nothing yet.
   *
   * @param repository whose modules are built
   * @param samples how many heartbeats each instance sends
   */
  public ClickHouseSinkBench(
      Path repository, int rounds, int instances, int samples, PrintStream out) {
    this.repository = repository;
    this.rounds = rounds;
    this.fleet = new SampleFleet(instances, samples, Instant.now());
    this.out = out;
  }

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws Exception {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    out.println("Starting a broker and ClickHouse in " + folder);
    try (var stores = new OwnStores(folder);
        var log = new FilledLog(ClassPaths.built(repository), folder)) {
      stores.startClickHouse();
      log.fill(fleet);
      out.printf("%,d heartbeats are in the log%n", fleet.heartbeats());
      try (var owner = client(stores.clickHouseOwner());
          var asSink = client(stores.clickHouseSink())) {
        compare(log, new OwnersView(owner), asSink);
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void compare(FilledLog log, OwnersView owner, Client asSink) throws Exception {
    var sink =
        new SinkRun(
            log,
            "fleetpulse-clickhouse-heartbeats",
            factory -> ClickHouseSinks.heartbeats(log.topics(), asSink, factory));
    out.println("Warming up");
    for (var i = 0; i < WARM_UPS; i++) {
      owner.empty();
      sink.measure(fleet.heartbeats());
    }
    owner.mustHave(fleet.heartbeats());
    var columns = owner.columns();
    var rows = owner.rows(columns);
    out.printf("%,d bytes a row%n", rows.length / fleet.heartbeats());
    var comparison =
        new Comparison(out)
            .with(
                SINK,
                () -> {
                  owner.empty();
                  return sink.measure(fleet.heartbeats());
                })
            .with(
                INSERT,
                () -> {
                  owner.mustHave(fleet.heartbeats());
                  owner.empty();
                  return insert(asSink, columns, rows);
                });
    comparison.run(rounds);
    owner.mustHave(fleet.heartbeats());
    var ratio = comparison.ratio(SINK, INSERT);
    out.println("first writes to one insert: " + ratio.text("%.2f"));
    out.printf("ratio clickhouse-sink %.2f goal %s%n", ratio.median(), GOAL);
  }

  private Measured insert(Client asSink, List<String> columns, byte[] rows) throws Exception {
    var stopwatch = new Stopwatch();
    asSink
        .insert(
            "heartbeats",
            columns,
            new ByteArrayInputStream(rows),
            ClickHouseFormat.RowBinary,
            new InsertSettings().serverSetting("async_insert", "0"))
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .close();
    return stopwatch.stop(fleet.heartbeats());
  }

  private static Client client(ClickHouseEndpoint endpoint) {
    return new Client.Builder()
        .addEndpoint(endpoint.url())
        .setUsername(endpoint.user())
        .setPassword(endpoint.password())
        .setDefaultDatabase(endpoint.database())
        .setSocketTimeout(TIMEOUT_SECONDS, ChronoUnit.SECONDS)
        .compressClientRequest(false)
        .setMaxRetries(0)
        .build();
  }

  /** What only the owner may do. */
  private record OwnersView(Client client) {
    void empty() throws Exception {
      client
          .execute("TRUNCATE TABLE heartbeats SYNC")
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .close();
    }

    void mustHave(int count) {
      var found =
          client
              .queryAll("SELECT count() AS count FROM heartbeats FINAL")
              .getFirst()
              .getLong("count");
      if (found != count) {
        throw new IllegalStateException("There are %d rows, not %d".formatted(found, count));
      }
    }

    /** Those that are stored. */
    List<String> columns() {
      return client
          .queryAll(
              """
              SELECT name FROM system.columns
              WHERE database = currentDatabase() AND table = 'heartbeats' AND default_kind = ''
              ORDER BY position
              """)
          .stream()
          .map(row -> row.getString("name"))
          .toList();
    }

    /**
     * All rows as an insert takes them, in the order in which they came; asked for in slices, for
     * which the server's memory is enough.
     */
    byte[] rows(List<String> columns) throws Exception {
      var rows = new ByteArrayOutputStream();
      var span =
          client
              .queryAll(
                  """
                  SELECT toUnixTimestamp64Milli(min(timestamp)) AS first,
                    toUnixTimestamp64Milli(max(timestamp)) AS last
                  FROM heartbeats
                  """)
              .getFirst();
      var step = (span.getLong("last") - span.getLong("first")) / SLICES + 1;
      for (var slice = 0; slice < SLICES; slice++) {
        rows.writeBytes(rows(columns, span.getLong("first") + slice * step, step));
      }
      return rows.toByteArray();
    }

    private byte[] rows(List<String> columns, long fromMs, long forMs) throws Exception {
      var query =
          """
          SELECT %s FROM heartbeats
          WHERE timestamp >= fromUnixTimestamp64Milli(%d) AND timestamp < fromUnixTimestamp64Milli(%d)
          ORDER BY append_time, revision
          """
              .formatted(String.join(", ", columns), fromMs, fromMs + forMs);
      var answer =
          client
              .query(query, new QuerySettings().setFormat(ClickHouseFormat.RowBinary))
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      try (var bytes = answer.getInputStream()) {
        return bytes.readAllBytes();
      }
    }
  }
}
