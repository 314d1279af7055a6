package dev.fleetpulse.query.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Reads rows from TimescaleDB. */
public final class Timescale {
  /** Rows that are fetched at once where an answer may be long. */
  private static final int FETCH_ROWS = 1_000;

  /** Fewer than there are connections, for a long answer lasts as long as its client likes. */
  private static final int LONG_ANSWERS_MAX = 3;

  /** Of whom there are no rows. */
  private static final String NOBODY = "";

  /**
   * Ends with the transaction, so that the next request on the connection starts without a tenant.
   * (Sent together with the query as one statement, it would save two journeys to the store; the
   * driver then puts the two into transactions of their own where a parameter changes its type.)
   */
  private static final String NARROW = "SELECT set_config('fleetpulse.tenant', ?, true)";

  private final Connections connections;
  private final Semaphore longAnswers;
  private final Circuit circuit;
  private final Statements statements;
  private final DataSource explaining;

  /** Reads through the given connections. */
  public Timescale(DataSource connections) {
    this(connections, Statements.unseen());
  }

  /**
   * Reads through the given connections.
   *
   * @param statements take the time
   */
  public Timescale(DataSource connections, Statements statements) {
    this(
        () -> new Loan(connections.getConnection(), true),
        new Semaphore(LONG_ANSWERS_MAX),
        new Circuit(Store.TIMESCALE),
        statements,
        connections);
  }

  private Timescale(
      Connections connections,
      Semaphore longAnswers,
      Circuit circuit,
      Statements statements,
      DataSource explaining) {
    this.connections = connections;
    this.longAnswers = longAnswers;
    this.circuit = circuit;
    this.statements = statements;
    this.explaining = explaining;
  }

  Circuit circuit() {
    return circuit;
  }

  @FunctionalInterface
  private interface Connections {
    Loan get() throws SQLException;
  }

  /** A connection for one question, which goes back afterwards unless others have it, too. */
  private record Loan(Connection connection, boolean alone) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      if (alone) {
        connection.close();
      }
    }
  }

  /** Makes an entry of the answer out of a row. */
  @FunctionalInterface
  public interface RowReader<T> {
    /** Reads the columns; must not keep the row. */
    T read(Row row) throws SQLException;
  }

  /**
   * All rows of a query, which must have a limit.
   *
   * @param tenant whose rows the store may show, whatever the query says
   * @param what is looked for, with its id, for the message of a failure
   * @param values of the question marks, in their order; null is a value
   * @throws StoreException if the store can't be reached, refuses, or takes too long
   */
  public <T> List<T> list(
      String tenant, String what, String sql, RowReader<T> reader, Object... values) {
    return circuit.through(
        what, () -> measured(sql, () -> read(tenant, what, sql, reader, values)));
  }

  private <T> T measured(String sql, Supplier<T> question) {
    return statements.measured(Store.TIMESCALE, question, () -> plan(sql));
  }

  private String plan(String sql) {
    try (var connection = explaining.getConnection()) {
      return Explain.plan(connection, sql);
    } catch (SQLException e) {
      return "none: " + e.getMessage();
    }
  }

  /** Whether a query comes back, also while others are not let through. */
  boolean answers() {
    try {
      return read(NOBODY, "a sign of life", "SELECT 1 AS one", row -> row.count("one"))
          .equals(List.of(1L));
    } catch (StoreException e) {
      return false;
    }
  }

  private <T> List<T> read(
      String tenant, String what, String sql, RowReader<T> reader, Object... values) {
    try (var loan = connections.get()) {
      narrow(loan.connection(), tenant);
      var entries = new ArrayList<T>();
      try (var query = loan.connection().prepareStatement(sql)) {
        bind(query, values);
        try (var rows = query.executeQuery()) {
          var row = new Row(rows);
          while (rows.next()) {
            entries.add(reader.read(row));
          }
        }
      }
      if (loan.alone()) {
        loan.connection().commit();
      }
      return entries;
    } catch (SQLException e) {
      throw new StoreException("Can't read " + what, e);
    }
  }

  /**
   * Hands over the rows of a query one by one, while the store still looks for the next ones.
   *
   * @param taker may throw, which ends the query
   * @throws StoreException as in {@link #list}, also after some rows
   */
  public <T> void stream(
      String tenant,
      String what,
      String sql,
      RowReader<T> reader,
      Consumer<? super T> taker,
      Object... values) {
    if (!longAnswers.tryAcquire()) {
      throw StoreException.busy(
          Store.TIMESCALE, "Can't read " + what + " beside other long answers");
    }
    try {
      circuit.through(
          what,
          () ->
              measured(
                  sql,
                  () -> {
                    hand(tenant, what, sql, reader, taker, values);
                    return null;
                  }));
    } finally {
      longAnswers.release();
    }
  }

  private <T> void hand(
      String tenant,
      String what,
      String sql,
      RowReader<T> reader,
      Consumer<? super T> taker,
      Object... values) {
    try (var loan = connections.get()) {
      // Within a transaction the driver does not fetch all rows at once.
      narrow(loan.connection(), tenant);
      try (var query = loan.connection().prepareStatement(sql)) {
        query.setFetchSize(FETCH_ROWS);
        bind(query, values);
        try (var rows = query.executeQuery()) {
          var row = new Row(rows);
          while (rows.next()) {
            taker.accept(reader.read(row));
          }
        }
      }
    } catch (SQLException e) {
      throw new StoreException("Can't read " + what, e);
    }
  }

  /**
   * Several questions about the same moment: no row changes between them.
   *
   * @param questions asks what it is given, and nobody else
   */
  public <T> T atOneMoment(Function<Timescale, T> questions) {
    return circuit.through("a moment", () -> momentFor(questions));
  }

  private <T> T momentFor(Function<Timescale, T> questions) {
    try (var loan = connections.get()) {
      var connection = loan.connection();
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return questions.apply(
          new Timescale(
              () -> new Loan(connection, false), longAnswers, circuit, statements, explaining));
    } catch (SQLException e) {
      throw new StoreException("Can't begin to read", e);
    }
  }

  /** The first row of a query, see {@link #list}. */
  public <T> Optional<T> first(
      String tenant, String what, String sql, RowReader<T> reader, Object... values) {
    return list(tenant, what, sql, reader, values).stream().findFirst();
  }

  /** The only row of a query that always has one, see {@link #list}. */
  public <T> T only(String tenant, String what, String sql, RowReader<T> reader, Object... values) {
    return list(tenant, what, sql, reader, values).getFirst();
  }

  private static void narrow(Connection connection, String tenant) throws SQLException {
    connection.setAutoCommit(false);
    try (var narrowing = connection.prepareStatement(NARROW)) {
      narrowing.setString(1, tenant);
      narrowing.execute();
    }
  }

  private static void bind(PreparedStatement query, Object... values) throws SQLException {
    for (var i = 0; i < values.length; i++) {
      var value = values[i] instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : values[i];
      query.setObject(i + 1, value);
    }
  }
}
