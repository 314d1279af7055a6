package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.devstack.Task;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds our own programs: with which code each runs, and what it is told. */
final class Programs {
  private final Path repository;
  private final Home home;
  private final PortPlan ports;
  private final Addresses addresses;
  private final Secrets secrets;
  private final DemoKey key;
  private final String emitInterval;

  /**
   * Starts nothing.
   *
   * @param repository whose modules are built
   * @param secrets of the roles in the stores
   * @param emitInterval at most once in which changed figures leave the topologies, ISO 8601
   */
  Programs(
      Path repository,
      Home home,
      PortPlan ports,
      Addresses addresses,
      Secrets secrets,
      DemoKey key,
      String emitInterval) {
    this.repository = repository;
    this.home = home;
    this.ports = ports;
    this.addresses = addresses;
    this.secrets = secrets;
    this.key = key;
    this.emitInterval = emitInterval;
  }

  Task migration() throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("FLEETPULSE_TIMESCALE_URL", addresses.timescale().jdbcUrl());
    settings.put("FLEETPULSE_TIMESCALE_USER", addresses.timescale().user());
    settings.put("FLEETPULSE_TIMESCALE_PASSWORD", addresses.timescale().password());
    settings.put("FLEETPULSE_CLICKHOUSE_URL", addresses.clickhouse().url());
    settings.put("FLEETPULSE_CLICKHOUSE_USER", addresses.clickhouse().user());
    settings.put("FLEETPULSE_CLICKHOUSE_PASSWORD", addresses.clickhouse().password());
    settings.put("FLEETPULSE_CLICKHOUSE_DATABASE", addresses.clickhouse().database());
    settings.put("FLEETPULSE_SINK_PASSWORD_FILE", secrets.file(Roles.SINK).toString());
    settings.put("FLEETPULSE_API_PASSWORD_FILE", secrets.file(Roles.API).toString());
    settings.put("FLEETPULSE_GRAFANA_PASSWORD_FILE", secrets.file(Roles.GRAFANA).toString());
    return new Task(
        "migration",
        code("sql", "dev.fleetpulse.sql.MigrateMain", "-Xmx128m", "-XX:TieredStopAtLevel=1"),
        settings,
        home.log("migration"));
  }

  Program ingest() throws IOException {
    var settings = log();
    settings.put("FLEETPULSE_INGESTOR", "ingest-1");
    settings.put("FLEETPULSE_KEYS", key.setting());
    settings.put("FLEETPULSE_PORT", Integer.toString(ports.ingest()));
    // A replay goes faster than time, so that its instances send more than real ones may.
    for (var limit : List.of("TENANT", "INSTANCE_HEARTBEATS", "INSTANCE_ERRORS")) {
      settings.put("FLEETPULSE_LIMIT_" + limit, "1000000/PT1S");
    }
    return program(
        "ingest",
        code("ingest", "dev.fleetpulse.ingest.IngestMain", "-Xmx192m"),
        settings,
        ports.ingestManagement());
  }

  Program streams() throws IOException {
    var settings = log();
    stores(settings, Roles.SINK);
    settings.put("FLEETPULSE_STATE_DIR", home.data("streams").toString());
    settings.put("FLEETPULSE_EMIT_INTERVAL", emitInterval);
    return program(
        "streams-app",
        code("streams-app", "dev.fleetpulse.streams.StreamsMain", "-Xmx384m"),
        settings,
        ports.streamsManagement());
  }

  Program queryApi() throws IOException {
    var settings = log();
    stores(settings, Roles.API);
    settings.put("FLEETPULSE_KEYS", key.setting());
    settings.put("FLEETPULSE_PORT", Integer.toString(ports.queryApi()));
    return program(
        "query-api",
        code("query-api", "dev.fleetpulse.query.QueryMain", "-Xmx192m"),
        settings,
        ports.queryApiManagement());
  }

  private Map<String, String> log() {
    var settings = new HashMap<String, String>();
    settings.put("FLEETPULSE_KAFKA", addresses.kafka());
    settings.put("FLEETPULSE_REGISTRY_URL", addresses.registryUrl());
    return settings;
  }

  private void stores(Map<String, String> settings, String role) {
    settings.put("FLEETPULSE_TIMESCALE_URL", addresses.timescale().jdbcUrl());
    settings.put("FLEETPULSE_CLICKHOUSE_URL", addresses.clickhouse().url());
    settings.put("FLEETPULSE_CLICKHOUSE_DATABASE", addresses.clickhouse().database());
    for (var store : List.of("TIMESCALE", "CLICKHOUSE")) {
      settings.put("FLEETPULSE_" + store + "_USER", role);
      settings.put("FLEETPULSE_" + store + "_PASSWORD_FILE", secrets.file(role).toString());
    }
  }

  private Program program(
      String name, Program.Code code, Map<String, String> settings, int managementPort) {
    settings.put("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(managementPort));
    return new Program(
        name,
        code,
        settings,
        URI.create("http://127.0.0.1:" + managementPort + "/readyz"),
        home.log(name));
  }

  /** A module's jar and its libraries, as the build leaves them. */
  private Program.Code code(String module, String mainClass, String... jvmOptions)
      throws IOException {
    var target = repository.resolve(module).resolve("target");
    try (var jars = Files.newDirectoryStream(target, module + "-*.jar")) {
      for (var jar : jars) {
        var options = new ArrayList<>(List.of(jvmOptions));
        options.add("-XX:+UseSerialGC");
        return new Program.Code(
            jar + File.pathSeparator + target.resolve("lib") + "/*",
            mainClass,
            Optional.of(target.resolve(module + ".jsa")),
            options);
      }
    }
    throw new IOException(module + " is not built; ./fleetpulse build does that");
  }
}
