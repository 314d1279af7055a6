package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.streams.sink.EncodedRow;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes batches into TimescaleDB, all rows or none. Safe for any number of threads. */
final class Timescale {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Classes of SQLSTATE that mean these very values can't be stored: cardinality, data, integrity,
   * limits. Everything else (connection, resources, rights, a missing table) is trouble of the
   * store or of us, and passes without losing rows.
   */
  private static final Set<String> VALUE_ERRORS = Set.of("21", "22", "23", "54");

  private static final String UNIQUE_VIOLATION = "23505";

  /** Much more makes the driver's own buffer grow, much less makes more messages. */
  private static final int MESSAGE_BYTES = 64 << 10;

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

  /**
   * Copies rows straight into their table.
   *
   * @param copy {@code COPY … FROM STDIN (FORMAT binary)} with the columns of the rows
   * @return what became of them; nothing where the table has one of them already and so took none
   */
  Optional<WriteOutcome> copy(String copy, List<Row<EncodedRow>> rows) {
    try (var connection = dataSource.getConnection()) {
      copy(connection, copy, rows);
      return Optional.of(new WriteOutcome.Written());
    } catch (SQLException e) {
      return UNIQUE_VIOLATION.equals(e.getSQLState()) ? Optional.empty() : Optional.of(outcome(e));
    }
  }

  /**
   * Copies rows into a table of this connection, and from there into their own.
   *
   * @param stage makes the table in between where it is missing; the end of a transaction empties
   *     it
   * @param copy as above, into the table in between
   * @param upsert out of the table in between
   */
  WriteOutcome copyThrough(String stage, String copy, List<Row<EncodedRow>> rows, String upsert) {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
      connection.setAutoCommit(false);
      try {
        statement.execute(stage);
        copy(connection, copy, rows);
        statement.executeUpdate(upsert);
        connection.commit();
      } finally {
        // Ends what a failure left open, before anybody else is given this connection.
        connection.rollback();
        connection.setAutoCommit(true);
      }
      return new WriteOutcome.Written();
    } catch (SQLException e) {
      return outcome(e);
    }
  }

  private static void copy(Connection connection, String copy, List<Row<EncodedRow>> rows)
      throws SQLException {
    var into = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      send(rows, into);
      into.endCopy();
    } finally {
      if (into.isActive()) {
        into.cancelCopy();
      }
    }
  }

  private static void send(List<Row<EncodedRow>> rows, CopyIn into) throws SQLException {
    var message = new ByteArrayOutputStream(MESSAGE_BYTES);
    message.writeBytes(CopyRow.HEADER);
    for (var row : rows) {
      var bytes = row.value().bytes();
      if (message.size() + bytes.length > MESSAGE_BYTES) {
        flush(message, into);
      }
      message.writeBytes(bytes);
    }
    message.writeBytes(CopyRow.TRAILER);
    flush(message, into);
  }

  private static void flush(ByteArrayOutputStream message, CopyIn into) throws SQLException {
    into.writeToCopy(message.toByteArray(), 0, message.size());
    message.reset();
  }

  private static WriteOutcome outcome(SQLException failure) {
    var state = failure.getSQLState();
    var isOfValues = state != null && VALUE_ERRORS.contains(state.substring(0, 2));
    return isOfValues
        ? new WriteOutcome.Refused(failure.getMessage())
        : new WriteOutcome.Unavailable(failure.getMessage());
  }
}
