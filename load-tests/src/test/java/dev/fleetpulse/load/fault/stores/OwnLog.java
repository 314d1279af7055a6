package dev.fleetpulse.load.fault.stores;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.load.stack.ClassPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A broker of one test's own, because other tests write heartbeats into the shared one. */
final class OwnLog implements AutoCloseable {
  private final Path logs;
  private final KafkaProcess broker;

  OwnLog(Path folder) throws IOException {
    logs = folder.resolve("logs");
    broker =
        new KafkaProcess(
            ClassPaths.own().of("dev-stack"),
            folder.resolve("kafka"),
            Ports.free(),
            Ports.free(),
            logs.resolve("kafka.log"));
  }

  void start() throws IOException, InterruptedException {
    Files.createDirectories(logs);
    broker.start();
    broker.awaitReady();
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    broker.close();
  }
}
