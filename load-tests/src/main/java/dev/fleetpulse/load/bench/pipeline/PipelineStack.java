package dev.fleetpulse.load.bench.pipeline;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.load.bench.ProcessTree;
import dev.fleetpulse.load.fault.Figures;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.load.stack.ProcessingStack;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every process between an instance and the rows, with the settings of production. */
final class PipelineStack implements AutoCloseable {

  /** As docs/architecture.md says for a fleet of this size. */
  private static final String STATE_MEMORY_MB = "384";

  private final ProcessingStack behind;
  private final OwnProgram ingest;
  private final Figures streamsFigures;

  /**
   * Starts nothing yet.
   *
   * @param folder for data, state and logs
   */
  PipelineStack(ClassPaths classPaths, String registryUrl, NewKey key, Path folder)
      throws IOException {
    behind =
        ProcessingStack.asInProduction(
            classPaths, registryUrl, folder, Map.of("FLEETPULSE_STATE_MEMORY_MB", STATE_MEMORY_MB));
    ingest =
        behind
            .programs()
            .ingest(
                behind.broker(),
                Map.of(
                    "FLEETPULSE_KEYS", OwnPrograms.setting(key, "bench", "ingest"),
                    "FLEETPULSE_INGESTOR", "bench",
                    // All instances are of one tenant, which no limit may slow down.
                    "FLEETPULSE_LIMIT_TENANT", "1000000/PT1S"));
    streamsFigures = new Figures(behind.streams().management());
  }

  /** Starts everything and waits until it is ready. */
  void start() throws IOException, InterruptedException {
    behind.start();
    ingest.start();
    ingest.awaitReady();
  }

  /** Where heartbeats go. */
  URI url() {
    return ingest.url();
  }

  /** The processes, by name, in the order in which the data meets them. */
  Map<String, ProcessTree> processes() {
    var processes = new LinkedHashMap<String, ProcessTree>();
    processes.put("ingest", tree(ingest));
    processes.put("kafka", tree(behind.broker()));
    processes.put("streams-app", tree(behind.streams()));
    processes.put("timescale", tree(behind.stores().timescale()));
    processes.put("clickhouse", tree(behind.stores().clickHouse()));
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
    behind.close();
  }

  private static ProcessTree tree(Component component) {
    return new ProcessTree(component.process().orElseThrow().pid());
  }
}
