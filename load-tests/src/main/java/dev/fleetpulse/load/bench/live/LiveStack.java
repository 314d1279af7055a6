package dev.fleetpulse.load.bench.live;

import dev.fleetpulse.load.bench.CpuClock;
import dev.fleetpulse.load.fault.Figures;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.load.stack.ProcessingStack;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every process between an instance and a client of the live stream. */
final class LiveStack implements AutoCloseable {
  private static final long KILOBYTES = 1024;

  private final ProcessingStack behind;
  private final OwnProgram ingest;
  private final OwnProgram query;
  private final Figures figures;

  /**
   * Starts nothing yet.
   *
   * @param queuedEvents that may wait for one client
   * @param folder for data, state and logs
   */
  LiveStack(ClassPaths classPaths, String registryUrl, NewKey key, int queuedEvents, Path folder)
      throws IOException {
    behind = ProcessingStack.asInProduction(classPaths, registryUrl, folder, Map.of());
    var keys = OwnPrograms.setting(key, "bench", "ingest+read");
    ingest =
        behind
            .programs()
            .ingest(
                behind.broker(),
                Map.of(
                    "FLEETPULSE_KEYS", keys,
                    "FLEETPULSE_INGESTOR", "bench",
                    "FLEETPULSE_LIMIT_TENANT", "1000000/PT1S"));
    query =
        behind
            .programs()
            .query(
                behind.broker(),
                behind.stores(),
                Map.of(
                    "FLEETPULSE_KEYS",
                    keys,
                    "FLEETPULSE_LIVE_CLIENTS",
                    "5000",
                    "FLEETPULSE_LIVE_CLIENTS_PER_KEY",
                    "5000",
                    "FLEETPULSE_LIVE_QUEUE",
                    Integer.toString(queuedEvents)));
    figures = new Figures(query.management());
  }

  /** Starts everything and waits until it is ready. */
  void start() throws IOException, InterruptedException {
    behind.start();
    for (var program : List.of(ingest, query)) {
      program.start();
      program.awaitReady();
    }
  }

  /** Where heartbeats go. */
  URI ingest() {
    return ingest.url();
  }

  /** Where clients of the live stream connect. */
  URI live() {
    return URI.create("ws://127.0.0.1:" + query.url().getPort() + "/ws/live");
  }

  /** What a metric of the query API says, see {@link Figures#sum}. */
  double figure(String beginning) throws IOException, InterruptedException {
    return figures.sum(beginning);
  }

  /** Processor time that the query API has used. */
  Duration queryTime() {
    return CpuClock.of(List.of(query.process().orElseThrow().pid()));
  }

  /** Bytes of real memory that the query API takes. */
  long queryMemory() throws IOException {
    var status = Path.of("/proc", Long.toString(query.process().orElseThrow().pid()), "status");
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow()
        * KILOBYTES;
  }

  @Override
  public void close() {
    query.close();
    ingest.close();
    behind.close();
  }
}
