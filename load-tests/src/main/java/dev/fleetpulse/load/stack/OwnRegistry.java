package dev.fleetpulse.load.stack;

import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Registry;
import dev.fleetpulse.devstack.Timescale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A schema registry and the database that it keeps its schemas in, for one run. */
public final class OwnRegistry implements AutoCloseable {
  private final Path logs;
  private final Timescale store;
  private final Registry registry;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  public OwnRegistry(Path folder) {
    logs = folder.resolve("logs");
    store =
        new Timescale(
            ComponentCache.postgresql(),
            folder.resolve("postgresql"),
            Ports.free(),
            "postgres",
            "of a server that lives for one run",
            Timescale.WITHOUT_DURABILITY,
            logs.resolve("postgresql.log"));
    registry =
        new Registry(
            ComponentCache.registry(),
            Ports.free(),
            Ports.free(),
            store.database("postgres"),
            logs.resolve("registry.log"));
  }

  /** Starts both and waits until they are ready. */
  public void start() throws IOException, InterruptedException {
    Files.createDirectories(logs);
    store.start();
    store.awaitReady();
    registry.start();
    registry.awaitReady();
  }

  /** The base of Confluent's API. */
  public String url() {
    return registry.url();
  }

  @Override
  public void close() {
    registry.close();
    store.close();
  }
}
