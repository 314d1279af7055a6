package dev.fleetpulse.streams.sink.timescale;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows turned into one SQL array per column, for {@code unnest}; in the order of the statement's
 * placeholders. Any value may be null.
 *
 * @param <R> a row
 */
final class Columns<R> {
  private final List<R> rows;
  private final List<Column> columns = new ArrayList<>();

  private record Column(String type, List<?> values) {}

  private Columns(List<R> rows) {
    this.rows = rows;
  }

  static <R> Columns<R> of(List<R> rows) {
    return new Columns<>(rows);
  }

  Columns<R> text(Function<R, String> value) {
    return add("text", value);
  }

  /** JSON text. */
  Columns<R> json(Function<R, String> value) {
    return add("jsonb", value);
  }

  Columns<R> bigint(Function<R, Long> value) {
    return add("int8", value);
  }

  Columns<R> integer(Function<R, Integer> value) {
    return add("int4", value);
  }

  Columns<R> real(Function<R, Double> value) {
    return add("float8", value);
  }

  /** Epoch milliseconds. */
  Columns<R> time(Function<R, Long> value) {
    return add(
        "timestamptz",
        row -> {
          var milliseconds = value.apply(row);
          return milliseconds == null ? null : Instant.ofEpochMilli(milliseconds).toString();
        });
  }

  void bindTo(PreparedStatement statement) throws SQLException {
    for (var index = 0; index < columns.size(); index++) {
      var column = columns.get(index);
      var array = statement.getConnection().createArrayOf(column.type, column.values.toArray());
      statement.setArray(index + 1, array);
    }
  }

  private Columns<R> add(String type, Function<R, ?> value) {
    var values = new ArrayList<Object>(rows.size());
    for (var row : rows) {
      values.add(value.apply(row));
    }
    columns.add(new Column(type, values));
    return this;
  }
}
