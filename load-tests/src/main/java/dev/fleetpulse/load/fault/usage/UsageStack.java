package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.devstack.ClickHouse;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.ComponentException;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.devstack.Task;
import dev.fleetpulse.devstack.Timescale;
import dev.fleetpulse.load.stack.ClassPaths;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The broker, both stores and streams-app, each a process that can be killed and started again at
 * its old address on its old data.
 */
public final class UsageStack implements AutoCloseable {
  /** They know nobody else, and live for one run on the loopback interface. */
  private static final String PASSWORD = "of a server that lives for one run";

  private static final String OWNER = "fleetpulse_owner";
  private static final String DATABASE = "fleetpulse";
  private static final List<String> STREAMS_OPTIONS = List.of("-Xmx384m", "-XX:+UseSerialGC");

  /** Short, so that many hours of the ledger end while something is away. */
  private static final String LEDGER_HOUR = "PT20S";

  private static final int START_ATTEMPTS = 10;
  private static final Duration START_PAUSE = Duration.ofSeconds(1);

  private final KafkaProcess broker;
  private final Timescale timescale;
  private final ClickHouse clickHouse;
  private final Task migration;
  private final Program streams;
  private final String registryUrl;

  /**
   * Starts nothing yet.
   *
   * @param folder for data, state and logs
   */
  public UsageStack(ClassPaths classPaths, String registryUrl, Path folder) throws IOException {
    this.registryUrl = registryUrl;
    var logs = folder.resolve("logs");
    broker =
        new KafkaProcess(
            classPaths.of("dev-stack"),
            folder.resolve("kafka"),
            Ports.free(),
            Ports.free(),
            logs.resolve("kafka.log"));
    timescale =
        new Timescale(
            ComponentCache.postgresql(),
            folder.resolve("timescale"),
            Ports.free(),
            OWNER,
            PASSWORD,
            // As in production: without synchronous commits a kill loses the last of them.
            List.of(),
            logs.resolve("timescale.log"));
    clickHouse =
        new ClickHouse(
            ComponentCache.clickhouse(),
            folder.resolve("clickhouse"),
            Ports.free(),
            List.of(
                ClickHouse.User.administrator(OWNER, PASSWORD),
                user("fleetpulse_sink", "SELECT, INSERT"),
                user("fleetpulse_api", "SELECT"),
                user("fleetpulse_grafana", "SELECT")),
            logs.resolve("clickhouse.log"));
    migration =
        new Task(
            "migration",
            code(classPaths.of("sql"), "dev.fleetpulse.sql.MigrateMain", List.of("-Xmx128m")),
            migrationSettings(),
            logs.resolve("migration.log"));
    var managementPort = Ports.free();
    streams =
        new Program(
            "streams",
            code(
                classPaths.of("streams-app"),
                "dev.fleetpulse.streams.StreamsMain",
                STREAMS_OPTIONS),
            streamsSettings(folder.resolve("state"), managementPort),
            URI.create("http://127.0.0.1:" + managementPort + "/readyz"),
            logs.resolve("streams.log"));
  }

  /** Starts everything. */
  public void start() throws InterruptedException {
    for (var component : List.of(broker, timescale, clickHouse, migration, streams)) {
      component.start();
      component.awaitReady();
    }
  }

  /** Its one process of ours, to be killed and started again. */
  public Component streams() {
    return streams;
  }

  /** What can be killed, in the order of the rounds. */
  public List<Component> victims() {
    return List.of(streams, broker, timescale, clickHouse);
  }

  /** Ends a process as {@code kill -9} does. */
  public static void kill(Component victim) {
    victim.process().orElseThrow().kill();
  }

  /**
   * Starts a killed process again. It may refuse for a moment, while what it left behind ends too.
   *
   * @throws ComponentException if it still refuses after many attempts
   */
  public static void restart(Component victim) throws InterruptedException {
    for (var attempt = 1; ; attempt++) {
      try {
        victim.start();
        victim.awaitReady();
        return;
      } catch (ComponentException e) {
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
        Thread.sleep(START_PAUSE);
      }
    }
  }

  /** Where the broker is. */
  public String kafka() {
    return broker.bootstrapServers();
  }

  /** Where the registry is. */
  public String registryUrl() {
    return registryUrl;
  }

  public Database timescale() {
    return timescale.database("postgres");
  }

  /** What both stores hold. */
  public StoredUsage stores() {
    return new StoredUsage(timescale(), clickHouse.url(), OWNER, PASSWORD, DATABASE);
  }

  @Override
  public void close() {
    streams.close();
    clickHouse.close();
    timescale.close();
    broker.close();
  }

  private static ClickHouse.User user(String name, String privileges) {
    return new ClickHouse.User(
        name, PASSWORD, List.of("GRANT %s ON %s.*".formatted(privileges, DATABASE)), Map.of());
  }

  private static Program.Code code(String classPath, String mainClass, List<String> options) {
    return new Program.Code(classPath, mainClass, Optional.empty(), options);
  }

  private Map<String, String> migrationSettings() {
    var settings = stores(OWNER);
    settings.put("FLEETPULSE_SINK_PASSWORD", PASSWORD);
    settings.put("FLEETPULSE_API_PASSWORD", PASSWORD);
    settings.put("FLEETPULSE_GRAFANA_PASSWORD", PASSWORD);
    return settings;
  }

  private Map<String, String> streamsSettings(Path state, int managementPort) {
    var settings = stores("fleetpulse_sink");
    settings.put("FLEETPULSE_KAFKA", broker.bootstrapServers());
    settings.put("FLEETPULSE_REGISTRY_URL", registryUrl);
    settings.put("FLEETPULSE_STATE_DIR", state.toString());
    settings.put("FLEETPULSE_EMIT_INTERVAL", "PT1S");
    settings.put("FLEETPULSE_LEDGER_HOUR", LEDGER_HOUR);
    settings.put("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(managementPort));
    return settings;
  }

  /** Where both stores are, for a process that is the given role there. */
  public Map<String, String> stores(String role) {
    var settings = new HashMap<String, String>();
    settings.put("FLEETPULSE_TIMESCALE_URL", timescale().jdbcUrl());
    settings.put("FLEETPULSE_TIMESCALE_USER", role);
    settings.put("FLEETPULSE_TIMESCALE_PASSWORD", PASSWORD);
    settings.put("FLEETPULSE_CLICKHOUSE_URL", clickHouse.url());
    settings.put("FLEETPULSE_CLICKHOUSE_USER", role);
    settings.put("FLEETPULSE_CLICKHOUSE_PASSWORD", PASSWORD);
    settings.put("FLEETPULSE_CLICKHOUSE_DATABASE", DATABASE);
    return settings;
  }
}
