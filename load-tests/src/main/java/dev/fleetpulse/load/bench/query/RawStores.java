package dev.fleetpulse.load.bench.query;

import dev.fleetpulse.load.fleet.MadeUpFleet;
import dev.fleetpulse.load.stack.OwnStores;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Both stores as a bare client asks them: one connection, every row read, nothing made of it. */
final class RawStores implements AutoCloseable {
  private final Connection timescale;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Connects as the role that the query API has, and as the tenant. */
  RawStores(OwnStores stores) throws SQLException {
    timescale =
        DriverManager.getConnection(
            stores.timescaleOwner().jdbcUrl(), OwnStores.API, OwnStores.PASSWORD);
    // Without this the store shows nothing; for a client of one tenant, once is enough.
    try (var narrowing =
        timescale.prepareStatement("SELECT set_config('fleetpulse.tenant', ?, false)")) {
      narrowing.setString(1, MadeUpFleet.TENANT);
      narrowing.execute();
    }
  }

  /** Asks everything, one after the other; answers with how many rows there were. */
  long ask(List<String> statements, List<HttpRequest> requests)
      throws IOException, InterruptedException, SQLException {
    var rows = 0L;
    for (var sql : statements) {
      rows += rows(sql);
    }
    for (var request : requests) {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("ClickHouse answered " + answer.statusCode());
      }
      rows += answer.body().length == 0 ? 0 : 1;
    }
    return rows;
  }

  /** How PostgreSQL goes about a statement. */
  List<String> plan(String sql) throws SQLException {
    var lines = new ArrayList<String>();
    try (var statement = timescale.createStatement();
        var found = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS) " + sql)) {
      while (found.next()) {
        lines.add(found.getString(1));
      }
    }
    return lines;
  }

  @Override
  public void close() throws SQLException {
    timescale.close();
    http.close();
  }

  private long rows(String sql) throws SQLException {
    var rows = 0L;
    try (var statement = timescale.createStatement();
        var found = statement.executeQuery(sql)) {
      var columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        for (var column = 1; column <= columns; column++) {
          found.getObject(column);
        }
        rows++;
      }
    }
    return rows;
  }
}
