package dev.fleetpulse.sql;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one statement after the other on ClickHouse. */
final class ClickHouseConnection implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 120;

  private final Client client;

  /** Sends nothing yet. */
  ClickHouseConnection(String url, String user, String password, String database) {
    this.client =
        new Client.Builder()
            .addEndpoint(url)
            .setUsername(user)
            .setPassword(password)
            .setDefaultDatabase(database)
            .setConnectTimeout(5, ChronoUnit.SECONDS)
            .setSocketTimeout(TIMEOUT_SECONDS, ChronoUnit.SECONDS)
            // The history must be written before the next migration starts.
            .serverSetting("async_insert", "0")
            .build();
  }

  /**
   * Runs a statement that answers nothing.
   *
   * @param what for the message of a failure, because the statement itself may hold a secret
   * @throws MigrationException if the server can't be reached or refuses it
   */
  void execute(String what, String statement) {
    execute(what, statement, Map.of());
  }

  /** The same with values for the placeholders, which look like {@code {name:String}}. */
  void execute(String what, String statement, Map<String, Object> values) {
    try {
      client.execute(statement, values).get(TIMEOUT_SECONDS, TimeUnit.SECONDS).close();
    } catch (ExecutionException e) {
      throw failed(what, e.getCause());
    } catch (TimeoutException e) {
      throw new MigrationException("ClickHouse took too long: " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException("Interrupted: " + what, e);
    } catch (Exception e) {
      throw failed(what, e);
    }
  }

  /** The rows of a query, few enough for memory. */
  List<GenericRecord> rows(String what, String query) {
    return rows(what, query, Map.of());
  }

  /** The same with values for the placeholders. */
  List<GenericRecord> rows(String what, String query, Map<String, Object> values) {
    try {
      return client.queryAll(query, values);
    } catch (ClickHouseException e) {
      throw failed(what, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static MigrationException failed(String what, Throwable cause) {
    return new MigrationException("ClickHouse: %s: %s".formatted(what, cause.getMessage()), cause);
  }
}
