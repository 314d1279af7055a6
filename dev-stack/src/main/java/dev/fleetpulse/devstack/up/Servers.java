package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.ClickHouse;
import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.ComponentException;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.Kafka;
import dev.fleetpulse.devstack.Registry;
import dev.fleetpulse.devstack.Timescale;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Builds the components that run here; fetches what is missing, which may take minutes. */
final class Servers {
  private static final String DUPLICATE_DATABASE = "42P04";

  private final Home home;
  private final PortPlan ports;
  private final Roles roles;

  Servers(Home home, PortPlan ports, Roles roles) {
    this.home = home;
    this.ports = ports;
    this.roles = roles;
  }

  Kafka kafka() {
    return new Kafka(home.data("kafka"), ports.kafka(), ports.kafkaController());
  }

  Timescale timescale() {
    return new Timescale(
        ComponentCache.postgresql(),
        home.data("postgresql"),
        ports.timescale(),
        Roles.OWNER,
        roles.owner(),
        List.of(),
        home.log("postgresql"));
  }

  Registry registry(Database storage) {
    return new Registry(
        ComponentCache.registry(),
        ports.registry(),
        ports.registryManagement(),
        storage,
        home.log("registry"));
  }

  ClickHouse clickhouse() {
    return new ClickHouse(
        ComponentCache.clickhouse(),
        home.data("clickhouse"),
        ports.clickhouse(),
        roles.clickhouseUsers(),
        home.log("clickhouse"));
  }

  /** Creates a database, unless it is there, by way of one that always is. */
  static void createIfMissing(Database wanted) {
    var slash = wanted.jdbcUrl().lastIndexOf('/');
    var name = wanted.jdbcUrl().substring(slash + 1);
    var maintenance = wanted.jdbcUrl().substring(0, slash + 1) + "postgres";
    try (var connection =
            DriverManager.getConnection(maintenance, wanted.user(), wanted.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw new ComponentException("can't create " + wanted + ": " + e.getMessage(), e);
      }
    }
  }
}
