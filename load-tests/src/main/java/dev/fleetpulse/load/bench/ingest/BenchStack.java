package dev.fleetpulse.load.bench.ingest;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured: ingest with the broker behind it, and the empty endpoint, each in a JVM of its
 * own. The two that answer requests have the same options.
 */
final class BenchStack implements AutoCloseable {
  /** The thresholds are the JVM's own, for a server that has just one start and runs for long. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseParallelGC",
          "-XX:Tier4InvocationThreshold=5000",
          "-XX:Tier4MinInvocationThreshold=600",
          "-XX:Tier4CompileThreshold=15000",
          "-XX:Tier4BackEdgeThreshold=40000");

  private final KafkaProcess broker;
  private final Program ingest;
  private final Program empty;
  private final URI ingestUrl;
  private final URI emptyUrl;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  BenchStack(ClassPaths classPaths, String registryUrl, NewKey key, Path folder)
      throws IOException {
    broker =
        new KafkaProcess(
            classPaths.of("dev-stack"),
            folder.resolve("kafka"),
            Ports.free(),
            Ports.free(),
            folder.resolve("logs/kafka.log"));
    var port = Ports.free();
    var managementPort = Ports.free();
    ingestUrl = heartbeats(port);
    ingest =
        new Program(
            "ingest",
            code(classPaths.of("ingest"), "dev.fleetpulse.ingest.IngestMain"),
            Map.of(
                "FLEETPULSE_KAFKA", broker.bootstrapServers(),
                "FLEETPULSE_REGISTRY_URL", registryUrl,
                "FLEETPULSE_KEYS", setting(key),
                "FLEETPULSE_INGESTOR", "bench",
                // All instances are of one tenant, which no limit may slow down.
                "FLEETPULSE_LIMIT_TENANT", "1000000/PT1S",
                "FLEETPULSE_PORT", Integer.toString(port),
                "FLEETPULSE_MANAGEMENT_PORT", Integer.toString(managementPort)),
            ready(managementPort),
            folder.resolve("logs/ingest.log"));
    var emptyPort = Ports.free();
    emptyUrl = heartbeats(emptyPort);
    empty =
        new Program(
            "empty",
            code(classPaths.of("load-tests"), EmptyEndpointMain.class.getName()),
            Map.of("FLEETPULSE_PORT", Integer.toString(emptyPort)),
            ready(emptyPort),
            folder.resolve("logs/empty.log"));
  }

  /** Starts everything and waits until it is ready. */
  void start() throws InterruptedException {
    for (var component : List.<Component>of(broker, ingest, empty)) {
      component.start();
      component.awaitReady();
    }
  }

  URI ingestUrl() {
    return ingestUrl;
  }

  URI emptyUrl() {
    return emptyUrl;
  }

  /** Of the ingest process. */
  long ingestPid() {
    return pid(ingest);
  }

  /** Of the broker. */
  long brokerPid() {
    return pid(broker);
  }

  /** Of the process with the empty endpoint. */
  long emptyPid() {
    return pid(empty);
  }

  @Override
  public void close() {
    empty.close();
    ingest.close();
    broker.close();
  }

  private static Program.Code code(String classPath, String mainClass) {
    return new Program.Code(classPath, mainClass, Optional.empty(), JVM_OPTIONS);
  }

  private static long pid(Component component) {
    return component.process().orElseThrow().pid();
  }

  private static URI heartbeats(int port) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1/heartbeat");
  }

  private static URI ready(int port) {
    return URI.create("http://127.0.0.1:" + port + "/readyz");
  }

  private static String setting(NewKey key) {
    return "%s:bench:ingest:%s"
        .formatted(key.key().id(), HexFormat.of().formatHex(key.key().secret().bytes()));
  }
}
