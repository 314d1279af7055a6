package dev.fleetpulse.load.fault;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A broker and an ingest process, each in a JVM of its own that can be killed and started again at
 * its old address, the broker on its old data.
 */
final class FaultStack implements AutoCloseable {
  private static final List<String> INGEST_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private final KafkaProcess broker;
  private final Program ingest;
  private final String registryUrl;
  private final Path folder;
  private final NewKey key = NewKey.random(new SecureRandom());
  private final URI ingestUrl;
  private final URI managementUrl;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  FaultStack(ClassPaths classPaths, String registryUrl, Path folder) throws IOException {
    this.registryUrl = registryUrl;
    this.folder = folder;
    broker =
        new KafkaProcess(
            classPaths.of("dev-stack"),
            folder.resolve("kafka"),
            Ports.free(),
            Ports.free(),
            folder.resolve("logs/kafka.log"));
    var port = Ports.free();
    var managementPort = Ports.free();
    ingestUrl = URI.create("http://127.0.0.1:" + port);
    managementUrl = URI.create("http://127.0.0.1:" + managementPort);
    ingest =
        new Program(
            "ingest",
            new Program.Code(
                classPaths.of("ingest"),
                "dev.fleetpulse.ingest.IngestMain",
                Optional.empty(),
                INGEST_OPTIONS),
            Map.of(
                "FLEETPULSE_KAFKA", broker.bootstrapServers(),
                "FLEETPULSE_REGISTRY_URL", registryUrl,
                "FLEETPULSE_KEYS", setting(key),
                "FLEETPULSE_INGESTOR", "fault",
                "FLEETPULSE_PORT", Integer.toString(port),
                "FLEETPULSE_MANAGEMENT_PORT", Integer.toString(managementPort)),
            managementUrl.resolve("/readyz"),
            folder.resolve("logs/ingest.log"));
  }

  /** Starts the broker, for the first time or again, and returns when it serves. */
  void startBroker() throws InterruptedException {
    broker.start();
    broker.awaitReady();
  }

  /** Ends the broker as {@code kill -9} does. */
  void killBroker() {
    broker.process().orElseThrow().kill();
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
    ingest.process().orElseThrow().kill();
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

  /** For data and logs. */
  Path folder() {
    return folder;
  }

  URI ingestUrl() {
    return ingestUrl;
  }

  URI managementUrl() {
    return managementUrl;
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

  private static String setting(NewKey key) {
    return "%s:fault:ingest:%s"
        .formatted(key.key().id(), HexFormat.of().formatHex(key.key().secret().bytes()));
  }
}
