package dev.fleetpulse.load.fault;

import dev.fleetpulse.load.stack.OwnStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What both stores hold, as lines that can be compared. */
public final class StoreQueries {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final OwnStores stores;

  /** Asks nothing yet. */
  public StoreQueries(OwnStores stores) {
    this.stores = stores;
  }

  /** The first column of each row that a query finds. */
  public List<String> timescale(String sql) throws SQLException {
    var owner = stores.timescaleOwner();
    var rows = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection(owner.jdbcUrl(), owner.user(), owner.password());
        var query = connection.prepareStatement(sql);
        var found = query.executeQuery()) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /** The lines that a query answers with, a tab between columns. */
  public List<String> clickHouse(String sql) throws IOException, InterruptedException {
    var owner = stores.clickHouseOwner();
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    owner.url() + "/?default_format=TabSeparatedRaw&database=" + owner.database()))
            .timeout(ANSWER_MAX)
            .header("X-ClickHouse-User", owner.user())
            .header("X-ClickHouse-Key", owner.password())
            .POST(BodyPublishers.ofString(sql))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(answer.body());
      }
      return answer.body().lines().toList();
    }
  }
}
