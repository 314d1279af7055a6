package dev.fleetpulse.load.stack;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.KafkaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is behind ingest: the broker, both stores and streams-app, each a process of its own. */
public final class ProcessingStack implements AutoCloseable {
  private static final List<String> SMALL = List.of("-Xmx384m", "-XX:+UseSerialGC");
  private static final List<String> LARGER = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private final OwnPrograms programs;
  private final KafkaProcess broker;
  private final OwnStores stores;
  private final OwnProgram streams;

  private ProcessingStack(
      ClassPaths classPaths, OwnPrograms programs, Path folder, Map<String, String> streamsSettings)
      throws IOException {
    this.programs = programs;
    broker = OwnBroker.in(folder, classPaths);
    stores = new OwnStores(folder);
    streams = programs.streams(broker, stores, streamsSettings);
  }

  /**
   * One with the settings of production, not yet started.
   *
   * @param folder for data, state and logs
   * @param streamsSettings of streams-app, beside where everything is
   */
  public static ProcessingStack asInProduction(
      ClassPaths classPaths, String registryUrl, Path folder, Map<String, String> streamsSettings)
      throws IOException {
    var programs = new OwnPrograms(classPaths, registryUrl, folder, LARGER);
    return new ProcessingStack(classPaths, programs, folder, streamsSettings);
  }

  /**
   * One in which much happens in little time, not yet started: figures leave each second, and many
   * hours of the ledger end while something is away.
   *
   * @param folder for data, state and logs
   */
  public static ProcessingStack hurried(ClassPaths classPaths, String registryUrl, Path folder)
      throws IOException {
    return new ProcessingStack(
        classPaths,
        new OwnPrograms(classPaths, registryUrl, folder, SMALL),
        folder,
        Map.of("FLEETPULSE_EMIT_INTERVAL", "PT1S", "FLEETPULSE_LEDGER_HOUR", "PT20S"));
  }

  /** Starts everything and waits until it is ready. */
  public void start() throws IOException, InterruptedException {
    broker.start();
    broker.awaitReady();
    stores.start();
    streams.start();
    streams.awaitReady();
  }

  /** What else of ours runs beside it. */
  public OwnPrograms programs() {
    return programs;
  }

  public KafkaProcess broker() {
    return broker;
  }

  public OwnStores stores() {
    return stores;
  }

  public OwnProgram streams() {
    return streams;
  }

  /** What can be killed, in the order of the rounds. */
  public List<Component> victims() {
    return List.of(streams, broker, stores.timescale(), stores.clickHouse());
  }

  /** Where the broker is. */
  public String kafka() {
    return broker.bootstrapServers();
  }

  /** Where the registry is. */
  public String registryUrl() {
    return programs.registryUrl();
  }

  @Override
  public void close() {
    streams.close();
    stores.close();
    broker.close();
  }
}
