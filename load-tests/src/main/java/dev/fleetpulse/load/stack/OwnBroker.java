package dev.fleetpulse.load.stack;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import java.io.IOException;
import java.nio.file.Path;

/** The broker of one run: a process that can be killed and started again on its old data. */
public final class OwnBroker {
  private OwnBroker() {}

  /**
   * Not yet started.
   *
   * @param folder for data and logs
   */
  public static KafkaProcess in(Path folder, ClassPaths classPaths) throws IOException {
    return new KafkaProcess(
        classPaths.of("dev-stack"),
        folder.resolve("kafka"),
        Ports.free(),
        Ports.free(),
        folder.resolve("logs/kafka.log"));
  }
}
