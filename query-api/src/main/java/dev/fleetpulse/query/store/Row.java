package dev.fleetpulse.query.store;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** One row of an answer, read by column name; a column without a value is null. */
public final class Row {
  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  /** Text, also of a column of another type. */
  public String text(String column) throws SQLException {
    return rows.getString(column);
  }

  /** A whole number. */
  public Long number(String column) throws SQLException {
    var value = rows.getLong(column);
    return rows.wasNull() ? null : value;
  }

  /** A whole number that is never absent. */
  public long count(String column) throws SQLException {
    return rows.getLong(column);
  }

  /** Yes or no, never absent. */
  public boolean flag(String column) throws SQLException {
    return rows.getBoolean(column);
  }

  /** A number that need not be whole. */
  public Double measure(String column) throws SQLException {
    var value = rows.getDouble(column);
    return rows.wasNull() ? null : value;
  }

  /** An exact decimal number, without zeros at its end. */
  public BigDecimal decimal(String column) throws SQLException {
    var value = rows.getBigDecimal(column);
    return value == null ? null : Decimals.plain(value);
  }

  /** A moment. */
  public Instant instant(String column) throws SQLException {
    var value = rows.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** An array of texts that is never absent. */
  public List<String> texts(String column) throws SQLException {
    return List.of((String[]) rows.getArray(column).getArray());
  }
}
