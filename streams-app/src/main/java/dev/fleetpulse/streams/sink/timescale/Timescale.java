package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.streams.sink.WriteOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;

/** Writes batches into TimescaleDB, one statement each. Safe for any number of threads. */
final class Timescale {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Classes of SQLSTATE that mean these very values can't be stored: cardinality, data, integrity,
   * limits. Everything else (connection, resources, rights, a missing table) is trouble of the
   * store or of us, and passes without losing rows.
   */
  private static final Set<String> VALUE_ERRORS = Set.of("21", "22", "23", "54");

  private final DataSource dataSource;

  /** Connects to nothing yet. */
  Timescale(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Runs one statement over all rows, all or none of them.
   *
   * @param upsert with one placeholder for each column
   */
  WriteOutcome write(String upsert, Columns<?> columns) {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(upsert)) {
      statement.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
      columns.bindTo(statement);
      statement.executeUpdate();
      return new WriteOutcome.Written();
    } catch (SQLException e) {
      return outcome(e);
    }
  }

  private static WriteOutcome outcome(SQLException failure) {
    var state = failure.getSQLState();
    var isOfValues = state != null && VALUE_ERRORS.contains(state.substring(0, 2));
    return isOfValues
        ? new WriteOutcome.Refused(failure.getMessage())
        : new WriteOutcome.Unavailable(failure.getMessage());
  }
}
