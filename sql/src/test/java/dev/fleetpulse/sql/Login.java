package dev.fleetpulse.sql;

import dev.fleetpulse.devstack.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One role's connection to a database, for asking what it may do. */
final class Login implements AutoCloseable {
  private final Connection connection;

  private Login(Connection connection) {
    this.connection = connection;
  }

  static Login owner(Database database) throws SQLException {
    return as(database, database.user(), database.password());
  }

  static Login as(Database database, String role, String password) throws SQLException {
    return new Login(DriverManager.getConnection(database.jdbcUrl(), role, password));
  }

  /** The number of rows written. */
  int run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }

  /** The first column of every row as text. */
  List<String> column(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  /** The same in a transaction of its own that says whose rows are meant. */
  List<String> columnFor(String tenant, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (var narrowing =
        connection.prepareStatement("SELECT set_config('fleetpulse.tenant', ?, true)")) {
      narrowing.setString(1, tenant);
      narrowing.execute();
      return column(sql);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
