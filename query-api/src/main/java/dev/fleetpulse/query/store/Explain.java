package dev.fleetpulse.query.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How PostgreSQL goes about a statement whose values it does not know. */
final class Explain {
  private Explain() {}

  /**
   * The plan, a line per step.
   *
   * @param connection that is used for nothing else meanwhile
   * @param sql with question marks for values
   */
  static String plan(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (var query = connection.createStatement()) {
      query.execute("PREPARE fleetpulse_explained AS " + numbered(sql));
      try {
        query.execute("SET LOCAL plan_cache_mode = force_generic_plan");
        return lines(query, "EXPLAIN EXECUTE fleetpulse_explained" + nulls(values(sql)));
      } finally {
        connection.rollback();
        query.execute("DEALLOCATE fleetpulse_explained");
      }
    }
  }

  private static String lines(Statement query, String explain) throws SQLException {
    try (var rows = query.executeQuery(explain)) {
      var lines = new ArrayList<String>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return String.join("\n", lines);
    }
  }

  /** The generic plan is made before these are looked at. */
  private static String nulls(int values) {
    return values == 0
        ? ""
        : Collections.nCopies(values, "NULL").stream().collect(Collectors.joining(", ", "(", ")"));
  }

  /** With $1, $2 and so on where the driver has question marks; those in texts stay. */
  static String numbered(String sql) {
    var numbered = new StringBuilder();
    var place = 0;
    for (var i = 0; i < sql.length(); i++) {
      if (isValue(sql, i)) {
        place++;
        numbered.append('$').append(place);
      } else {
        numbered.append(sql.charAt(i));
      }
    }
    return numbered.toString();
  }

  private static int values(String sql) {
    return (int) IntStream.range(0, sql.length()).filter(i -> isValue(sql, i)).count();
  }

  private static boolean isValue(String sql, int place) {
    return sql.charAt(place) == '?'
        && sql.substring(0, place).chars().filter(character -> character == '\'').count() % 2 == 0;
  }
}
