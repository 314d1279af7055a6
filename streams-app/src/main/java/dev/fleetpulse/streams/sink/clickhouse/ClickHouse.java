package dev.fleetpulse.streams.sink.clickhouse;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.data.ClickHouseFormat;
import dev.fleetpulse.streams.sink.EncodedRow;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Inserts batches into ClickHouse. Safe for any number of threads. */
final class ClickHouse {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * What the server answers when these very values can't be stored: it can't parse or convert one,
   * one is out of range, null or too large, or breaks a constraint. All else is trouble of the
   * store or of us, and passes without losing rows.
   */
  private static final Set<Integer> VALUE_ERRORS =
      Set.of(6, 26, 27, 38, 41, 53, 69, 70, 72, 117, 128, 131, 321, 349, 469);

  private final Client client;
  private final Map<String, TableSchema> schemas = new ConcurrentHashMap<>();

  /** Works through the given client, which stays the caller's and does not try again by itself. */
  ClickHouse(Client client) {
    this.client = client;
  }

  /** Inserts rows, all or none of them. */
  <V> WriteOutcome insert(String table, Columns<Row<V>> columns, List<Row<V>> rows) {
    try {
      var schema = schemas.computeIfAbsent(table, key -> schema(key, columns));
      var bytes = columns.encode(rows, schema);
      var checksum = new CRC32C();
      checksum.update(bytes);
      return insert(table, columns.names(), out -> out.write(bytes), settings(rows, checksum));
    } catch (IllegalArgumentException e) {
      return new WriteOutcome.Refused(e.getMessage());
    } catch (ClickHouseException e) {
      return outcome(e);
    }
  }

  /**
   * Inserts rows that are in RowBinary already, all or none of them.
   *
   * @param columns in the order of their values
   */
  WriteOutcome insertEncoded(String table, List<String> columns, List<Row<EncodedRow>> rows) {
    try {
      var checksum = new CRC32C();
      rows.forEach(row -> checksum.update(row.value().bytes()));
      return insert(table, columns, out -> send(rows, out), settings(rows, checksum));
    } catch (ClickHouseException e) {
      return outcome(e);
    }
  }

  private static void send(List<Row<EncodedRow>> rows, OutputStream out) throws IOException {
    var chunks = new BufferedOutputStream(out, CHUNK_BYTES);
    for (var row : rows) {
      chunks.write(row.value().bytes());
    }
    chunks.flush();
  }

  private WriteOutcome insert(
      String table, List<String> columns, DataStreamWriter body, InsertSettings settings) {
    try (var _ =
        client
            .insert(table, columns, body, ClickHouseFormat.RowBinary, settings)
            .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      return new WriteOutcome.Written();
    } catch (ExecutionException e) {
      return outcome(e.getCause());
    } catch (TimeoutException e) {
      return new WriteOutcome.Unavailable("no answer within " + TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WriteOutcome.Unavailable("interrupted");
    }
  }

  private TableSchema schema(String table, Columns<?> columns) {
    return client.getTableSchemaFromQuery(
        "SELECT " + String.join(", ", columns.names()) + " FROM " + table);
  }

  /**
   * An insert whose answer got lost comes again with the same token. Where the table keeps tokens,
   * the server then drops it; where not, the rows replace themselves.
   */
  private static InsertSettings settings(List<? extends Row<?>> rows, Checksum checksum) {
    return new InsertSettings()
        .serverSetting("async_insert", "0")
        .setDeduplicationToken(BatchToken.of(rows, checksum));
  }

  private static WriteOutcome outcome(Throwable failure) {
    return failure instanceof ServerException refusal && VALUE_ERRORS.contains(refusal.getCode())
        ? new WriteOutcome.Refused(refusal.getMessage())
        : new WriteOutcome.Unavailable(String.valueOf(failure.getMessage()));
  }
}
