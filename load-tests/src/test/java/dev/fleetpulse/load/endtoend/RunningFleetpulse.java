package dev.fleetpulse.load.endtoend;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.devstack.Task;
import dev.fleetpulse.devstack.junit.Components;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Migrated stores and the three processes as children, with the test's own class path. */
final class RunningFleetpulse implements AutoCloseable {
  /** Sends and reads as the tenant that the test is about. */
  static final String KEY = key("endtoend", 'e');

  /** Sends and reads as a tenant that must not be seen. */
  static final String OTHER_KEY = key("stranger", 's');

  private static final String KEYS =
      "endtoend:known:ingest+read:%s,stranger:other:ingest+read:%s"
          .formatted(sha256(secret('e')), sha256(secret('s')));

  private final Components components;
  private final Path folder;
  private final int ingestPort = Ports.free();
  private final int queryPort = Ports.free();
  private final List<Component> running = new ArrayList<>();

  /**
   * Starts nothing yet.
   *
   * @param folder for logs and state
   */
  RunningFleetpulse(Components components, Path folder) {
    this.components = components;
    this.folder = folder;
  }

  void start() throws InterruptedException {
    var migration = new Task("migration", code("sql.MigrateMain"), migration(), log("migration"));
    migration.start();
    migration.awaitReady();
    running.add(program("ingest", "ingest.IngestMain", ingest()));
    running.add(program("streams", "streams.StreamsMain", streams()));
    running.add(program("query", "query.QueryMain", query()));
    running.forEach(Component::start);
    for (var component : running) {
      component.awaitReady();
    }
  }

  URI ingestUrl() {
    return URI.create("http://127.0.0.1:" + ingestPort);
  }

  URI queryUrl() {
    return URI.create("http://127.0.0.1:" + queryPort);
  }

  @Override
  public void close() {
    running.reversed().forEach(Component::close);
  }

  private Map<String, String> migration() {
    return Map.ofEntries(
        Map.entry("FLEETPULSE_TIMESCALE_URL", components.timescale().jdbcUrl()),
        Map.entry("FLEETPULSE_TIMESCALE_USER", components.timescale().user()),
        Map.entry("FLEETPULSE_TIMESCALE_PASSWORD", components.timescale().password()),
        Map.entry("FLEETPULSE_CLICKHOUSE_URL", components.clickhouse().url()),
        Map.entry("FLEETPULSE_CLICKHOUSE_USER", components.clickhouse().user()),
        Map.entry("FLEETPULSE_CLICKHOUSE_PASSWORD", components.clickhouse().password()),
        Map.entry("FLEETPULSE_CLICKHOUSE_DATABASE", components.clickhouse().database()),
        Map.entry("FLEETPULSE_SINK_PASSWORD", rolePassword()),
        Map.entry("FLEETPULSE_API_PASSWORD", rolePassword()),
        Map.entry("FLEETPULSE_GRAFANA_PASSWORD", rolePassword()));
  }

  private Map<String, String> ingest() {
    return Map.of(
        "FLEETPULSE_KAFKA",
        components.kafka(),
        "FLEETPULSE_REGISTRY_URL",
        components.registryUrl(),
        "FLEETPULSE_INGESTOR",
        "ingest-1",
        // The recording's day is sent at once.
        "FLEETPULSE_LIMIT_INSTANCE_HEARTBEATS",
        "1000000/PT1S",
        "FLEETPULSE_LIMIT_INSTANCE_ERRORS",
        "1000000/PT1S",
        "FLEETPULSE_KEYS",
        KEYS,
        "FLEETPULSE_PORT",
        Integer.toString(ingestPort));
  }

  private Map<String, String> streams() {
    var settings = stores("fleetpulse_sink");
    settings.put("FLEETPULSE_KAFKA", components.kafka());
    settings.put("FLEETPULSE_REGISTRY_URL", components.registryUrl());
    settings.put("FLEETPULSE_STATE_DIR", folder.resolve("state").toString());
    settings.put("FLEETPULSE_EMIT_INTERVAL", "PT1S");
    return settings;
  }

  private Map<String, String> query() {
    var settings = stores("fleetpulse_api");
    settings.put("FLEETPULSE_KAFKA", components.kafka());
    settings.put("FLEETPULSE_REGISTRY_URL", components.registryUrl());
    settings.put("FLEETPULSE_KEYS", KEYS);
    settings.put("FLEETPULSE_PORT", Integer.toString(queryPort));
    return settings;
  }

  private Map<String, String> stores(String role) {
    var settings = new HashMap<String, String>();
    settings.put("FLEETPULSE_TIMESCALE_URL", components.timescale().jdbcUrl());
    settings.put("FLEETPULSE_TIMESCALE_USER", role);
    settings.put("FLEETPULSE_TIMESCALE_PASSWORD", rolePassword());
    settings.put("FLEETPULSE_CLICKHOUSE_URL", components.clickhouse().url());
    settings.put("FLEETPULSE_CLICKHOUSE_USER", role);
    settings.put("FLEETPULSE_CLICKHOUSE_PASSWORD", rolePassword());
    settings.put("FLEETPULSE_CLICKHOUSE_DATABASE", components.clickhouse().database());
    return settings;
  }

  /** The test server of ClickHouse has fixed the passwords of its users. */
  private String rolePassword() {
    return components.clickhouse().password();
  }

  private Program program(String name, String mainClass, Map<String, String> settings) {
    var managementPort = Ports.free();
    var all = new HashMap<>(settings);
    all.put("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(managementPort));
    return new Program(
        name,
        code(mainClass),
        all,
        URI.create("http://127.0.0.1:" + managementPort + "/readyz"),
        log(name));
  }

  private static Program.Code code(String mainClass) {
    return new Program.Code(
        System.getProperty("java.class.path"),
        "dev.fleetpulse." + mainClass,
        Optional.empty(),
        List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  private Path log(String name) {
    return folder.resolve("log").resolve(name + ".log");
  }

  private static String key(String id, char filler) {
    return "fpk_" + id + "_" + secret(filler);
  }

  private static String secret(char filler) {
    return Character.toString(filler).repeat(32);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
