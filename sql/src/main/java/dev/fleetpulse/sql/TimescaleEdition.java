package dev.fleetpulse.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Which of TimescaleDB's two editions a server runs; they differ in what they can do. */
enum TimescaleEdition {
  /** Hypertables and their functions, without jobs, policies and compression. */
  APACHE,
  /** Also the columnstore, and policies that the server itself carries out. */
  COMMUNITY;

  static TimescaleEdition of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT current_setting('timescaledb.license')")) {
      found.next();
      return named(found.getString(1));
    }
  }

  /**
   * By the value of the setting {@code timescaledb.license}.
   *
   * @throws IllegalArgumentException if there is no such edition
   */
  static TimescaleEdition named(String license) {
    return switch (license) {
      case "apache" -> APACHE;
      case "timescale" -> COMMUNITY;
      default ->
          throw new IllegalArgumentException(
              "timescaledb.license must be apache or timescale: " + license);
    };
  }
}
