package dev.fleetpulse.query.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows from ClickHouse, and says so where it can't. */
public final class ClickHouse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouse.class);
  private static final int CONNECTIONS_MAX = 8;
  private static final int ANSWER_SECONDS_MAX = 8;

  /** Fewer than there are connections, for a long answer lasts as long as its client likes. */
  private static final int LONG_ANSWERS_MAX = 3;

  private final Client client;
  private final Circuit circuit = new Circuit(Store.CLICKHOUSE);
  private final Statements statements;
  private final Semaphore longAnswers = new Semaphore(LONG_ANSWERS_MAX);

  /**
   * Connects to nothing yet.
   *
   * @param url of the HTTP interface, {@code http://host:port}
   */
  public ClickHouse(String url, String user, String password, String database) {
    this(url, user, password, database, Statements.unseen());
  }

  /**
   * Connects to nothing yet.
   *
   * @param url of the HTTP interface, {@code http://host:port}
   * @param statements take the time
   */
  public ClickHouse(
      String url, String user, String password, String database, Statements statements) {
    this.statements = statements;
    this.client =
        new Client.Builder()
            .addEndpoint(url)
            .setUsername(user)
            .setPassword(password)
            .setDefaultDatabase(database)
            .setMaxConnections(CONNECTIONS_MAX)
            .setConnectTimeout(1, ChronoUnit.SECONDS)
            .setConnectionRequestTimeout(1, ChronoUnit.SECONDS)
            .setSocketTimeout(ANSWER_SECONDS_MAX + 3L, ChronoUnit.SECONDS)
            // A person waits for the answer: rather none than a late one.
            .setMaxRetries(0)
            .retryOnFailures(ClientFaultCause.None)
            .serverSetting("max_execution_time", Integer.toString(ANSWER_SECONDS_MAX))
            // What fails among the rows has to fail as a whole, and no client's slowness costs
            // time.
            .serverSetting("wait_end_of_query", "1")
            .build();
  }

  /**
   * All rows of a query, which must have a limit.
   *
   * @param tenant whose rows the store may show, whatever the query says
   * @param what is looked for, with its id
   * @param values of the placeholders, which look like {@code {name:String}}
   */
  public <T> History<T> list(
      String tenant,
      String what,
      String sql,
      Function<GenericRecord, T> reader,
      Map<String, Object> values) {
    try {
      return new History.Recalled<>(
          circuit.through(
              what,
              () ->
                  measured(
                      sql,
                      () ->
                          asked(
                              what,
                              () ->
                                  client.queryAll(sql, values, narrowedTo(tenant)).stream()
                                      .map(reader)
                                      .toList()))));
    } catch (StoreException e) {
      return new History.Away<>(
          switch (e.kind()) {
            case REFUSED, TOO_SLOW -> "ClickHouse can't read " + what;
            case UNREACHABLE, BUSY -> "ClickHouse does not answer";
          });
    }
  }

  /**
   * All rows of a query, which must have a limit.
   *
   * @throws StoreException if the store can't be reached, refuses, or takes too long
   */
  public <T> List<T> rows(
      String tenant,
      String what,
      String sql,
      Function<ClickHouseBinaryFormatReader, T> reader,
      Map<String, Object> values) {
    var rows = new ArrayList<T>();
    read(tenant, what, sql, reader, rows::add, values);
    return rows;
  }

  /**
   * Hands over the rows of a query one by one, see {@link #rows}.
   *
   * @param taker may throw, which ends the reading
   */
  public <T> void stream(
      String tenant,
      String what,
      String sql,
      Function<ClickHouseBinaryFormatReader, T> reader,
      Consumer<? super T> taker,
      Map<String, Object> values) {
    if (!longAnswers.tryAcquire()) {
      throw StoreException.busy(
          Store.CLICKHOUSE, "Can't read " + what + " beside other long answers");
    }
    try {
      read(tenant, what, sql, reader, taker, values);
    } finally {
      longAnswers.release();
    }
  }

  private <T> void read(
      String tenant,
      String what,
      String sql,
      Function<ClickHouseBinaryFormatReader, T> reader,
      Consumer<? super T> taker,
      Map<String, Object> values) {
    circuit.through(
        what,
        () ->
            measured(
                sql,
                () -> {
                  hand(tenant, what, sql, reader, taker, values);
                  return null;
                }));
  }

  /** The statement's text stands for a plan, which ClickHouse only makes for values. */
  private <T> T measured(String sql, Supplier<T> question) {
    return statements.measured(Store.CLICKHOUSE, question, () -> "none; the statement: " + sql);
  }

  // Closing declares that it may be interrupted, as it may throw anything.
  @SuppressWarnings("try")
  private <T> void hand(
      String tenant,
      String what,
      String sql,
      Function<ClickHouseBinaryFormatReader, T> reader,
      Consumer<? super T> taker,
      Map<String, Object> values) {
    try (var answer = asked(what, () -> client.query(sql, values, narrowedTo(tenant)).get());
        var rows = asked(what, () -> client.newBinaryFormatReader(answer))) {
      while (asked(what, () -> rows.next() != null)) {
        var row = asked(what, () -> reader.apply(rows));
        // Outside, because what the taker throws is its own.
        taker.accept(row);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("An answer of ClickHouse can't be closed", e);
    }
  }

  /** What is done with the client, whose failures come in many forms. */
  @FunctionalInterface
  private interface Asked<T> {
    T answer() throws Exception;
  }

  private static <T> T asked(String what, Asked<T> question) {
    try {
      return question.answer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreException.away(Store.CLICKHOUSE, "Interrupted while reading " + what);
    } catch (ExecutionException | CompletionException e) {
      throw failed(what, e.getCause());
    } catch (Exception e) {
      throw failed(what, e);
    }
  }

  private static StoreException failed(String what, Throwable cause) {
    var known = cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    var failure = StoreException.ofClickHouse("Can't read " + what, known);
    if (failure.kind() == StoreException.Kind.REFUSED) {
      LOG.warn("ClickHouse refused to read {}", what, cause);
    } else {
      LOG.warn("ClickHouse did not answer for {}: {}", what, known.getMessage());
    }
    return failure;
  }

  /** The setting that the row policies go by; it stands in the server's log of queries, too. */
  private static QuerySettings narrowedTo(String tenant) {
    return new QuerySettings().serverSetting("log_comment", tenant);
  }

  /** Whether a query comes back, also while others are not let through. */
  boolean answers() {
    try {
      return asked("a sign of life", () -> client.queryAll("SELECT 1 AS one")).size() == 1;
    } catch (StoreException e) {
      return false;
    }
  }

  Circuit circuit() {
    return circuit;
  }

  @Override
  public void close() {
    client.close();
  }
}
