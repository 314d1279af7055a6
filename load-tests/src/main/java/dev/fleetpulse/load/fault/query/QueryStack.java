package dev.fleetpulse.load.fault.query;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.load.fleet.MadeUpFleet;
import dev.fleetpulse.load.fleet.RunningClock;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnBroker;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A query API over stores and a log that have a fleet in them already. */
public final class QueryStack implements AutoCloseable {
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final int INSTANCES = 200;
  private static final int DAYS = 2;
  private static final int HISTORY_DAYS = 7;

  private final NewKey key = NewKey.random(new SecureRandom());
  private final KafkaProcess broker;
  private final OwnStores stores;
  private final OwnProgram api;
  private final SchemaRegistry schemas;
  private RunningClock clock;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  public QueryStack(ClassPaths classPaths, String registryUrl, Path folder) throws IOException {
    broker = OwnBroker.in(folder, classPaths);
    stores = new OwnStores(folder);
    schemas = new SchemaRegistry(registryUrl, REGISTRY_PATIENCE);
    var programs =
        new OwnPrograms(classPaths, registryUrl, folder, List.of("-Xmx256m", "-XX:+UseSerialGC"));
    api =
        programs.query(
            broker,
            stores,
            Map.of(
                "FLEETPULSE_KEYS",
                OwnPrograms.setting(key, MadeUpFleet.TENANT, "read"),
                "FLEETPULSE_LIMIT_KEY_REQUESTS",
                "1000000/PT1S"));
  }

  /** Starts everything and waits until it is ready. */
  void start() throws IOException, InterruptedException, SQLException {
    broker.start();
    broker.awaitReady();
    stores.start();
    var fleet = new MadeUpFleet(stores, INSTANCES, Instant.now());
    var topics = Topics.with(schemas);
    fleet.fillTimescale(DAYS);
    fleet.fillClickHouse(HISTORY_DAYS);
    fleet.fillLog(broker.bootstrapServers(), topics);
    clock = new RunningClock(fleet, broker.bootstrapServers(), topics);
    api.start();
    api.awaitReady();
  }

  OwnProgram api() {
    return api;
  }

  OwnStores stores() {
    return stores;
  }

  String key() {
    return key.text();
  }

  @Override
  public void close() {
    api.close();
    if (clock != null) {
      clock.close();
    }
    stores.close();
    broker.close();
    schemas.close();
  }
}
