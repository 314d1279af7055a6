package dev.fleetpulse.load.bench.pipeline;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.load.bench.ProcessTree;
import dev.fleetpulse.load.fault.Figures;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every process between an instance and the rows, with the settings of production. */
final class PipelineStack implements AutoCloseable {
  private static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  /** As docs/architecture.md says for a fleet of this size. */
  private static final String STATE_MEMORY_MB = "384";

  private final KafkaProcess broker;
  private final OwnStores stores;
  private final Program ingest;
  private final Program streams;
  private final URI url;
  private final Figures streamsFigures;

  /**
   * Starts nothing yet.
   *
   * @param folder for data, state and logs
   */
  PipelineStack(ClassPaths classPaths, String registryUrl, NewKey key, Path folder)
      throws IOException {
    broker =
        new KafkaProcess(
            classPaths.of("dev-stack"),
            folder.resolve("kafka"),
            Ports.free(),
            Ports.free(),
            folder.resolve("logs/kafka.log"));
    stores = new OwnStores(folder);
    var port = Ports.free();
    url = URI.create("http://127.0.0.1:" + port);
    var ingestManagement = Ports.free();
    ingest =
        new Program(
            "ingest",
            code(classPaths.of("ingest"), "dev.fleetpulse.ingest.IngestMain"),
            Map.of(
                "FLEETPULSE_KAFKA", broker.bootstrapServers(),
                "FLEETPULSE_REGISTRY_URL", registryUrl,
                "FLEETPULSE_KEYS",
                    "%s:bench:ingest:%s"
                        .formatted(
                            key.key().id(), HexFormat.of().formatHex(key.key().secret().bytes())),
                "FLEETPULSE_INGESTOR", "bench",
                // All instances are of one tenant, which no limit may slow down.
                "FLEETPULSE_LIMIT_TENANT", "1000000/PT1S",
                "FLEETPULSE_PORT", Integer.toString(port),
                "FLEETPULSE_MANAGEMENT_PORT", Integer.toString(ingestManagement)),
            ready(ingestManagement),
            folder.resolve("logs/ingest.log"));
    var streamsManagement = Ports.free();
    streamsFigures = new Figures(ready(streamsManagement));
    streams =
        new Program(
            "streams",
            code(classPaths.of("streams-app"), "dev.fleetpulse.streams.StreamsMain"),
            Map.ofEntries(
                Map.entry("FLEETPULSE_KAFKA", broker.bootstrapServers()),
                Map.entry("FLEETPULSE_REGISTRY_URL", registryUrl),
                Map.entry("FLEETPULSE_STATE_DIR", folder.resolve("state").toString()),
                Map.entry("FLEETPULSE_STATE_MEMORY_MB", STATE_MEMORY_MB),
                Map.entry("FLEETPULSE_TIMESCALE_URL", stores.timescaleOwner().jdbcUrl()),
                Map.entry("FLEETPULSE_TIMESCALE_USER", OwnStores.SINK),
                Map.entry("FLEETPULSE_TIMESCALE_PASSWORD", OwnStores.PASSWORD),
                Map.entry("FLEETPULSE_CLICKHOUSE_URL", stores.clickHouseOwner().url()),
                Map.entry("FLEETPULSE_CLICKHOUSE_USER", OwnStores.SINK),
                Map.entry("FLEETPULSE_CLICKHOUSE_PASSWORD", OwnStores.PASSWORD),
                Map.entry("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(streamsManagement))),
            ready(streamsManagement),
            folder.resolve("logs/streams.log"));
  }

  /** Starts everything, in the order in which the data meets it, and waits until it is ready. */
  void start() throws IOException, InterruptedException {
    broker.start();
    broker.awaitReady();
    stores.start();
    for (var process : List.<Component>of(streams, ingest)) {
      process.start();
      process.awaitReady();
    }
  }

  /** Where heartbeats go. */
  URI url() {
    return url;
  }

  /** The processes, by name, in the order in which the data meets them. */
  Map<String, ProcessTree> processes() {
    var processes = new LinkedHashMap<String, ProcessTree>();
    processes.put("ingest", tree(ingest));
    processes.put("kafka", tree(broker));
    processes.put("streams-app", tree(streams));
    processes.put("timescale", tree(stores.timescale()));
    processes.put("clickhouse", tree(stores.clickHouse()));
    return processes;
  }

  /**
   * Heartbeats that a sink has written.
   *
   * @param sink as its metrics name it
   */
  long written(String sink) throws IOException, InterruptedException {
    var label = "{sink=\"%s\"}".formatted(sink);
    return Math.round(
        streamsFigures.sum("fleetpulse_sink_rows_total" + label)
            + streamsFigures.sum("fleetpulse_sink_folded_total" + label));
  }

  @Override
  public void close() {
    ingest.close();
    streams.close();
    stores.close();
    broker.close();
  }

  private static ProcessTree tree(Component component) {
    return new ProcessTree(component.process().orElseThrow().pid());
  }

  private static Program.Code code(String classPath, String mainClass) {
    return new Program.Code(classPath, mainClass, Optional.empty(), JVM_OPTIONS);
  }

  private static URI ready(int port) {
    return URI.create("http://127.0.0.1:" + port + "/readyz");
  }
}
