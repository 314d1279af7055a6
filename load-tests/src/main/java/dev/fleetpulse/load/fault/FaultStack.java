package dev.fleetpulse.load.fault;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnBroker;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A broker and an ingest process, each in a JVM of its own that can be killed and started again at
 * its old address, the broker on its old data.
 */
final class FaultStack implements AutoCloseable {
  private static final List<String> INGEST_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private final KafkaProcess broker;
  private final OwnProgram ingest;
  private final String registryUrl;
  private final NewKey key = NewKey.random(new SecureRandom());

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  FaultStack(ClassPaths classPaths, String registryUrl, Path folder) throws IOException {
    this.registryUrl = registryUrl;
    broker = OwnBroker.in(folder, classPaths);
    ingest =
        new OwnPrograms(classPaths, registryUrl, folder, INGEST_OPTIONS)
            .ingest(
                broker,
                Map.of(
                    "FLEETPULSE_KEYS",
                    OwnPrograms.setting(key, "fault", "ingest"),
                    "FLEETPULSE_INGESTOR",
                    "fault"));
  }

  /** Starts the broker, for the first time or again, and returns when it serves. */
  void startBroker() throws InterruptedException {
    broker.start();
    broker.awaitReady();
  }

  /** Ends the broker as {@code kill -9} does. */
  void killBroker() {
    Victims.kill(broker);
  }

  /**
   * Starts ingest, for the first time or again.
   *
   * @return how long it took from the start of the process until it was ready
   */
  Duration startIngest() throws InterruptedException {
    var began = System.nanoTime();
    ingest.start();
    ingest.awaitReady();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Ends ingest as {@code kill -9} does. */
  void killIngest() {
    Victims.kill(ingest);
  }

  /** Ends ingest in order. */
  void stopIngest() {
    ingest.close();
  }

  String kafka() {
    return broker.bootstrapServers();
  }

  String registryUrl() {
    return registryUrl;
  }

  URI ingestUrl() {
    return ingest.url();
  }

  URI managementUrl() {
    return ingest.management();
  }

  long ingestPid() {
    return ingest.process().orElseThrow().pid();
  }

  /** A key of one tenant, for whoever sends. */
  String key() {
    return key.text();
  }

  @Override
  public void close() {
    ingest.close();
    broker.close();
  }
}
