package dev.fleetpulse.devstack.junit;

import dev.fleetpulse.devstack.ComponentException;
import dev.fleetpulse.devstack.Database;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes and drops databases.
 *
 * @param maintenance a database to be connected to meanwhile
 * @param template a database that has the extension already, where there is one
 */
record TestTimescale(Database maintenance, Optional<String> template) {
  Database create(String name) {
    if (template.isPresent()) {
      execute(maintenance, "CREATE DATABASE " + name + " TEMPLATE " + template.get());
      return database(name);
    }
    execute(maintenance, "CREATE DATABASE " + name);
    execute(database(name), "CREATE EXTENSION IF NOT EXISTS timescaledb");
    return database(name);
  }

  void drop(Database database) {
    var name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
    execute(maintenance, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private Database database(String name) {
    var url = maintenance.jdbcUrl();
    return new Database(
        url.substring(0, url.lastIndexOf('/') + 1) + name,
        maintenance.user(),
        maintenance.password());
  }

  private static void execute(Database database, String sql) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new ComponentException(sql + " on " + database + ": " + e.getMessage(), e);
    }
  }
}
