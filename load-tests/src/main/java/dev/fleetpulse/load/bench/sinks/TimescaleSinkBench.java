package dev.fleetpulse.load.bench.sinks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.fleet.SampleFleet;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.streams.sink.timescale.TimescaleSinks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * The sink of raw heartbeats from a filled topic into TimescaleDB, against one {@code COPY} of the
 * same rows into the same table. Each begins with an empty table; the upsert path, which meets rows
 * that are there already, is measured beside them.
 */
public final class TimescaleSinkBench {
  private static final String GOAL = "0.80";
  private static final String SINK = "sink";
  private static final String COPY = "plain COPY";
  private static final int WARM_UPS = 2;

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
  public TimescaleSinkBench(
      Path repository, int rounds, int instances, int samples, PrintStream out) {
    this.repository = repository;
    this.rounds = rounds;
    this.fleet = new SampleFleet(instances, samples, Instant.now());
    this.out = out;
  }

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws Exception {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    out.println("Starting a broker and TimescaleDB in " + folder);
    try (var stores = new OwnStores(folder);
        var log = new FilledLog(ClassPaths.built(repository), folder)) {
      stores.startTimescale();
      var database = stores.timescaleOwner();
      log.fill(fleet);
      out.printf("%,d heartbeats are in the log%n", fleet.heartbeats());
      try (var asSink = pool(database)) {
        compare(log, database, asSink);
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void compare(FilledLog log, Database database, DataSource asSink) throws Exception {
    var sink =
        new SinkRun(
            log,
            "fleetpulse-timescale-heartbeats",
            factory -> TimescaleSinks.heartbeats(log.topics(), asSink, factory));
    var owner = new OwnersView(database);
    out.println("Warming up");
    for (var i = 0; i < WARM_UPS; i++) {
      owner.empty();
      sink.measure(fleet.heartbeats());
    }
    owner.mustHave(fleet.heartbeats());
    var rows = owner.rows();
    var comparison =
        new Comparison(out)
            .with(
                SINK,
                () -> {
                  owner.empty();
                  return sink.measure(fleet.heartbeats());
                })
            .with(
                "upsert",
                () -> {
                  owner.mustHave(fleet.heartbeats());
                  owner.settle();
                  return sink.measure(fleet.heartbeats());
                })
            .with(
                COPY,
                () -> {
                  owner.mustHave(fleet.heartbeats());
                  owner.empty();
                  return copy(asSink, rows);
                });
    comparison.run(rounds);
    owner.mustHave(fleet.heartbeats());
    out.println("upserts to plain COPY: " + comparison.ratio("upsert", COPY).text("%.2f"));
    var ratio = comparison.ratio(SINK, COPY);
    out.println("first writes to plain COPY: " + ratio.text("%.2f"));
    out.printf("ratio timescale-sink %.2f goal %s%n", ratio.median(), GOAL);
  }

  private Measured copy(DataSource asSink, byte[] rows) throws SQLException, IOException {
    try (var connection = asSink.getConnection()) {
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      var stopwatch = new Stopwatch();
      copies.copyIn(
          "COPY heartbeats FROM STDIN (FORMAT binary)", new ByteArrayInputStream(rows), 64 << 10);
      return stopwatch.stop(fleet.heartbeats());
    }
  }

  private static HikariDataSource pool(Database database) {
    var pool = new HikariConfig();
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(OwnStores.SINK);
    pool.setPassword(OwnStores.PASSWORD);
    pool.setMaximumPoolSize(2);
    return new HikariDataSource(pool);
  }

  /** What only the owner may do. */
  private record OwnersView(Database database) {
    void empty() throws SQLException {
      execute("TRUNCATE fleetpulse.heartbeats");
      settle();
    }

    /** So that no side pays for what another one left to be done. */
    void settle() throws SQLException {
      execute("VACUUM fleetpulse.heartbeats");
      execute("CHECKPOINT");
    }

    void mustHave(int count) throws SQLException {
      try (var connection = connection();
          var statement = connection.createStatement();
          var found = statement.executeQuery("SELECT count(*) FROM fleetpulse.heartbeats")) {
        found.next();
        if (found.getInt(1) != count) {
          throw new IllegalStateException(
              "There are %d rows, not %d".formatted(found.getInt(1), count));
        }
      }
    }

    /** All rows as COPY takes them, in the order in which they were written. */
    byte[] rows() throws SQLException, IOException {
      try (var connection = connection()) {
        var bytes = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (SELECT * FROM fleetpulse.heartbeats) TO STDOUT (FORMAT binary)", bytes);
        return bytes.toByteArray();
      }
    }

    private void execute(String sql) throws SQLException {
      try (var connection = connection();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    private java.sql.Connection connection() throws SQLException {
      return java.sql.DriverManager.getConnection(
          database.jdbcUrl(), database.user(), database.password());
    }
  }
}
