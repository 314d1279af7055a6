package dev.fleetpulse.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL with TimescaleDB as a child process, reachable on the loopback interface with a
 * password.
 */
public final class Timescale implements Component {
  /** Fine where nobody misses the data after a crash of the machine: in tests. */
  public static final List<String> WITHOUT_DURABILITY =
      List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  /** SQLSTATE classes of a server that is still starting: no connection, not yet accepting any. */
  private static final Set<String> NOT_YET = Set.of("08", "57");

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "shared_buffers=128MB",
          "max_connections=100",
          "timezone=UTC",
          "log_timezone=UTC",
          "shared_preload_libraries=timescaledb",
          "timescaledb.telemetry_level=off",
          // The Apache edition has no jobs, and a worker would hold up CREATE DATABASE … TEMPLATE.
          "timescaledb.max_background_workers=0");

  private final Path bin;
  private final Path data;
  private final int port;
  private final String user;
  private final String password;
  private final List<String> extraSettings;
  private final Path log;
  private final List<String> privileges = Privileges.dropped();
  private ChildProcess process;

  /**
   * Starts nothing yet.
   *
   * @param installation see {@link ComponentCache#postgresql}
   * @param data kept over restarts; created where it is absent
   * @param user the superuser, created with the data
   * @param extraSettings {@code name=value}, which win over our own
   */
  public Timescale(
      Path installation,
      Path data,
      int port,
      String user,
      String password,
      List<String> extraSettings,
      Path log) {
    this.bin = installation.resolve("bin");
    this.data = data;
    this.port = port;
    this.user = user;
    this.password = password;
    this.extraSettings = List.copyOf(extraSettings);
    this.log = log;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  /** The superuser's way into a database of this server. */
  public Database database(String name) {
    return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + name, user, password);
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  @Override
  public void start() {
    try {
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        initialise();
      }
    } catch (IOException e) {
      throw new ComponentException("postgresql can't create its data in " + data, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComponentException("postgresql was not started: interrupted", e);
    }
    var command =
        new ArrayList<>(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
    command.addAll(List.of("-p", Integer.toString(port)));
    for (var settings : List.of(SETTINGS, extraSettings)) {
      for (var setting : settings) {
        command.addAll(List.of("-c", setting));
      }
    }
    // QUIT ends the server and its backends at once; it recovers at the next start.
    process = ChildProcess.start(new Launch(name(), privileges, command, Map.of(), "QUIT", log));
  }

  @Override
  public void awaitReady() throws InterruptedException {
    Readiness.await(name(), process, START_MAX, this::acceptsConnections);
  }

  @Override
  public void close() {
    if (process != null) {
      // INT ends connections instead of waiting for them, and leaves nothing to recover.
      process.stop("INT", STOP_MAX);
    }
  }

  /** Beside its place first, so that a start that is broken off leaves no half of a database. */
  private void initialise() throws IOException, InterruptedException {
    var unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
    Folders.delete(unfinished);
    Privileges.createFolder(unfinished, privileges);
    var passwordFile = Files.createTempFile(data.getParent(), "password", "");
    try {
      Files.writeString(passwordFile, password);
      var command = new ArrayList<>(privileges);
      command.addAll(
          List.of(
              bin.resolve("initdb").toString(),
              "--pgdata=" + unfinished,
              "--username=" + user,
              "--auth=scram-sha-256",
              "--pwfile=" + passwordFile,
              "--encoding=UTF8",
              "--locale=C.UTF-8",
              "--no-sync"));
      var initdb =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.resolveSibling("initdb.log").toFile())
              .start();
      if (initdb.waitFor() != 0) {
        throw new ComponentException(
            "initdb failed; %s says why:%n%s"
                .formatted(
                    log.resolveSibling("initdb.log"),
                    Files.readString(log.resolveSibling("initdb.log"))));
      }
    } finally {
      Files.delete(passwordFile);
    }
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean acceptsConnections() {
    var postgres = database("postgres");
    try (var connection =
        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      if (e.getSQLState() != null && NOT_YET.contains(e.getSQLState().substring(0, 2))) {
        return false;
      }
      throw new ComponentException("postgresql refuses its own superuser: " + e.getMessage(), e);
    }
  }
}
