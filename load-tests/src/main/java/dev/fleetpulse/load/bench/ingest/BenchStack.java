package dev.fleetpulse.load.bench.ingest;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnBroker;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
  private final OwnProgram ingest;
  private final OwnProgram empty;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  BenchStack(ClassPaths classPaths, String registryUrl, NewKey key, Path folder)
      throws IOException {
    broker = OwnBroker.in(folder, classPaths);
    var programs = new OwnPrograms(classPaths, registryUrl, folder, JVM_OPTIONS);
    ingest =
        programs.ingest(
            broker,
            Map.of(
                "FLEETPULSE_KEYS", OwnPrograms.setting(key, "bench", "ingest"),
                "FLEETPULSE_INGESTOR", "bench",
                // All instances are of one tenant, which no limit may slow down.
                "FLEETPULSE_LIMIT_TENANT", "1000000/PT1S"));
    empty = programs.working("empty", "load-tests", EmptyEndpointMain.class.getName(), Map.of());
  }

  /** Starts everything and waits until it is ready. */
  void start() throws InterruptedException {
    for (var component : List.<Component>of(broker, ingest, empty)) {
      component.start();
      component.awaitReady();
    }
  }

  URI ingestUrl() {
    return heartbeats(ingest.url());
  }

  URI emptyUrl() {
    return heartbeats(empty.management());
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

  private static long pid(Component component) {
    return component.process().orElseThrow().pid();
  }

  private static URI heartbeats(URI server) {
    return server.resolve("/api/v1/heartbeat");
  }
}
