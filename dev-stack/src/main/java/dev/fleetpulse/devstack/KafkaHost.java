package dev.fleetpulse.devstack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM that does nothing but run the broker, so that it can be killed without its clients.
 *
 * <p>Arguments: the data folder, the port, the controller's port, and a file that is created when
 * the broker serves.
 */
final class KafkaHost {
  private KafkaHost() {}

  public static void main(String[] arguments) throws Exception {
    var kafka =
        new Kafka(
            Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "shutdown"));
    try {
      kafka.start();
      Files.createFile(Path.of(arguments[3]));
    } catch (ComponentException e) {
      // The broker's threads would keep the JVM alive.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
