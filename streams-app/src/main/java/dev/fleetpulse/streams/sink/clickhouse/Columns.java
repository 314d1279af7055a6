package dev.fleetpulse.streams.sink.clickhouse;

import com.clickhouse.client.api.data_formats.RowBinaryFormatWriter;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The columns of a table and where their values come from. A value may be null where its column may
 * be.
 *
 * @param <R> a row
 */
final class Columns<R> {
  private static final int EXPECTED_ROW_BYTES = 512;

  private final Map<String, Function<R, ?>> values = new LinkedHashMap<>();

  /** A column of texts, numbers, lists or maps, as their Java types. */
  Columns<R> with(String column, Function<R, ?> value) {
    values.put(column, value);
    return this;
  }

  /** A column of times, from epoch milliseconds. */
  Columns<R> withTime(String column, Function<R, Long> value) {
    return with(column, row -> time(value.apply(row)));
  }

  List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * The rows in ClickHouse's RowBinary format.
   *
   * @param schema of exactly these columns, in this order
   * @throws IllegalArgumentException if a value does not fit its column
   */
  byte[] encode(List<R> rows, TableSchema schema) {
    var bytes = new ByteArrayOutputStream(rows.size() * EXPECTED_ROW_BYTES);
    var writer = new RowBinaryFormatWriter(bytes, schema, ClickHouseFormat.RowBinary);
    for (var row : rows) {
      values.forEach((column, value) -> writer.setValue(column, value.apply(row)));
      try {
        writer.commitRow();
      } catch (IOException | RuntimeException e) {
        throw new IllegalArgumentException("A value does not fit its column: " + e.getMessage(), e);
      }
    }
    return bytes.toByteArray();
  }

  private static ZonedDateTime time(Long milliseconds) {
    return milliseconds == null ? null : Instant.ofEpochMilli(milliseconds).atZone(ZoneOffset.UTC);
  }
}
