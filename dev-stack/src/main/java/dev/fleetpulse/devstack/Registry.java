package dev.fleetpulse.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema registry (Apicurio) as a child process. It keeps its schemas in PostgreSQL, which
 * remembers every acknowledged registration even where the registry is killed.
 */
public final class Registry implements Component {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);

  private final Path program;
  private final int port;
  private final int managementPort;
  private final Database storage;
  private final Path log;
  private ChildProcess process;

  /**
   * Starts nothing yet.
   *
   * @param program see {@link ComponentCache#registry}
   * @param storage a database of its own; it makes its tables itself
   */
  public Registry(Path program, int port, int managementPort, Database storage, Path log) {
    this.program = program;
    this.port = port;
    this.managementPort = managementPort;
    this.storage = storage;
    this.log = log;
  }

  @Override
  public String name() {
    return "registry";
  }

  /** Confluent's API, to which clients append {@code /subjects} and the rest. */
  public String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  @Override
  public void start() {
    var environment =
        Map.ofEntries(
            Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
            Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
            Map.entry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1"),
            Map.entry("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort)),
            Map.entry("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false"),
            Map.entry("APICURIO_STORAGE_KIND", "sql"),
            Map.entry("APICURIO_STORAGE_SQL_KIND", "postgresql"),
            Map.entry("APICURIO_DATASOURCE_URL", storage.jdbcUrl()),
            Map.entry("APICURIO_DATASOURCE_USERNAME", storage.user()),
            Map.entry("APICURIO_DATASOURCE_PASSWORD", storage.password()));
    var options = new ArrayList<>(JavaProcess.remembering(program.resolve("registry.jsa")));
    options.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    var command =
        JavaProcess.command(
            options, List.of("-jar", program.resolve("quarkus-run.jar").toString()));
    process = ChildProcess.start(new Launch(name(), List.of(), command, environment, "KILL", log));
  }

  @Override
  public void awaitReady() throws InterruptedException {
    var subjects = URI.create(url() + "/subjects");
    Readiness.await(name(), process, START_MAX, () -> Readiness.answers(subjects));
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop("TERM", STOP_MAX);
    }
  }
}
