package dev.fleetpulse.devstack.junit;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;

/**
 * The real components as one test class sees them. The first call of a method starts what it
 * answers with, unless the environment names a server to use instead ({@code FLEETPULSE_KAFKA},
 * {@code FLEETPULSE_REGISTRY_URL}, {@code FLEETPULSE_TIMESCALE_URL}, {@code
 * FLEETPULSE_CLICKHOUSE_URL}, the last two with {@code _USER} and {@code _PASSWORD}).
 */
public final class Components implements AutoCloseable {
  private final TestServers servers;
  private Database database;
  private ClickHouseEndpoint clickhouse;

  Components(TestServers servers) {
    this.servers = servers;
  }

  /** Bootstrap servers of a broker that all test classes share. */
  public String kafka() {
    return servers.kafka();
  }

  /** The base of Confluent's API, of a registry that all test classes share. */
  public String registryUrl() {
    return servers.registryUrl();
  }

  /** This test class's own empty database with the extension, and a superuser. */
  public synchronized Database timescale() {
    if (database == null) {
      database = servers.createDatabase();
    }
    return database;
  }

  /** This test class's own empty database. */
  public synchronized ClickHouseEndpoint clickhouse() {
    if (clickhouse == null) {
      clickhouse = servers.createClickHouseDatabase();
    }
    return clickhouse;
  }

  /** Drops the test class's databases. */
  @Override
  public synchronized void close() {
    if (database != null) {
      servers.drop(database);
    }
    if (clickhouse != null) {
      servers.drop(clickhouse);
    }
  }
}
