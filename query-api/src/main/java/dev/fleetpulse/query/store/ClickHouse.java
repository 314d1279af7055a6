package dev.fleetpulse.query.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.query.GenericRecord;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads rows from ClickHouse, and says so where it can't. */
public final class ClickHouse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouse.class);
  private static final int CONNECTIONS_MAX = 8;
  private static final int ANSWER_SECONDS_MAX = 5;

  private final Client client;

  /**
   * Connects to nothing yet.
   *
   * @param url of the HTTP interface, {@code http://host:port}
   */
  public ClickHouse(String url, String user, String password, String database) {
    this.client =
        new Client.Builder()
            .addEndpoint(url)
            .setUsername(user)
            .setPassword(password)
            .setDefaultDatabase(database)
            .setMaxConnections(CONNECTIONS_MAX)
            .setConnectTimeout(1, ChronoUnit.SECONDS)
            .setConnectionRequestTimeout(1, ChronoUnit.SECONDS)
            .setSocketTimeout(ANSWER_SECONDS_MAX, ChronoUnit.SECONDS)
            // A person waits for the answer: rather none than a late one.
            .setMaxRetries(0)
            .retryOnFailures(ClientFaultCause.None)
            .serverSetting("max_execution_time", Integer.toString(ANSWER_SECONDS_MAX))
            .build();
  }

  /**
   * All rows of a query, which must have a limit.
   *
   * @param what is looked for, with its id
   * @param values of the placeholders, which look like {@code {name:String}}
   */
  public <T> History<T> list(
      String what, String sql, Function<GenericRecord, T> reader, Map<String, Object> values) {
    try {
      return new History.Recalled<>(client.queryAll(sql, values).stream().map(reader).toList());
    } catch (ServerException e) {
      LOG.warn("ClickHouse refused to read {}", what, e);
      return new History.Away<>("ClickHouse can't read " + what);
    } catch (RuntimeException e) {
      LOG.warn("ClickHouse did not answer for {}: {}", what, e.getMessage());
      return new History.Away<>("ClickHouse does not answer");
    }
  }

  /** Whether a query comes back. */
  boolean answers() {
    return switch (list("a sign of life", "SELECT 1 AS one", row -> row.getLong("one"), Map.of())) {
      case History.Recalled<Long>(var entries) -> entries.equals(List.of(1L));
      case History.Away<Long>(_) -> false;
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
