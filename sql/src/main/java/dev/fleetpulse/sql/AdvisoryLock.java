package dev.fleetpulse.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The lock between migrators, kept by PostgreSQL for as long as our connection lives: it can't be
 * left behind by a process that was killed.
 */
final class AdvisoryLock implements AutoCloseable {
  /** Arbitrary, but must never change. */
  private static final long KEY = 7_170_501L;

  private final Connection connection;

  private AdvisoryLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Waits for the lock.
   *
   * @throws SQLException also if the lock was not free within the patience (SQL state 55P03)
   */
  static AdvisoryLock take(String jdbcUrl, String user, String password, Duration patience)
      throws SQLException {
    var connection = DriverManager.getConnection(jdbcUrl, user, password);
    try (var statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = " + patience.toMillis());
      statement.execute("SELECT pg_advisory_lock(" + KEY + ")");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new AdvisoryLock(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
