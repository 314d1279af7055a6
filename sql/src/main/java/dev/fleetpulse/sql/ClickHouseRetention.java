package dev.fleetpulse.sql;

import java.util.List;
import java.util.Map;

/** Lets ClickHouse forget raw rows after some months. */
final class ClickHouseRetention {
  /** Tables of raw rows; their rows' time is the sender's. */
  private static final List<String> RAW = List.of("heartbeats", "error_occurrences");

  private static final String DEFINITION =
      """
      SELECT create_table_query AS definition FROM system.tables
      WHERE database = {database:String} AND name = {table:String}
      """;

  private final ClickHouseConnection clickHouse;
  private final String database;

  ClickHouseRetention(ClickHouseConnection clickHouse, String database) {
    this.clickHouse = clickHouse;
    this.database = database;
  }

  /** Changes what differs, and nothing else: a change makes the server look at every part. */
  void ensure(Retention retention) {
    for (var table : RAW) {
      if (!definition(table).contains(expression(retention))) {
        clickHouse.execute("set the retention of " + table, statement(table, retention));
      }
    }
  }

  static String statement(String table, Retention retention) {
    return "ALTER TABLE %s MODIFY TTL %s".formatted(table, expression(retention));
  }

  /** As the server writes it, too. */
  private static String expression(Retention retention) {
    return "toDateTime(timestamp) + toIntervalMonth(%d)".formatted(retention.historyMonths());
  }

  private String definition(String table) {
    return clickHouse
        .rows("read " + table, DEFINITION, Map.of("database", database, "table", table))
        .getFirst()
        .getString("definition");
  }
}
