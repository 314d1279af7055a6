package dev.fleetpulse.load.fault.stores;

import com.clickhouse.client.api.Client;
import dev.fleetpulse.load.stack.OwnStores;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * What a store has of the heartbeats that were sent.
 *
 * @param rows heartbeats, each instance and timestamp once
 * @param timestamps their sum, in epoch milliseconds
 */
record Contents(long rows, long timestamps) {
  static Contents ofTimescale(OwnStores stores) {
    var owner = stores.timescaleOwner();
    try (var connection =
            DriverManager.getConnection(owner.jdbcUrl(), owner.user(), owner.password());
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                """
                SELECT count(*), coalesce(sum((extract(epoch FROM "timestamp") * 1000)::bigint), 0)
                FROM fleetpulse.heartbeats
                """)) {
      found.next();
      return new Contents(found.getLong(1), found.getLong(2));
    } catch (SQLException e) {
      throw new IllegalStateException("TimescaleDB can't be asked", e);
    }
  }

  static Contents ofClickHouse(OwnStores stores) {
    var owner = stores.clickHouseOwner();
    try (var client =
        new Client.Builder()
            .addEndpoint(owner.url())
            .setUsername(owner.user())
            .setPassword(owner.password())
            .setDefaultDatabase(owner.database())
            .build()) {
      var row =
          client
              .queryAll(
                  """
                  SELECT toInt64(count()) AS rows, sum(toUnixTimestamp64Milli(timestamp)) AS sum
                  FROM heartbeats FINAL
                  """)
              .getFirst();
      return new Contents(row.getLong("rows"), row.getLong("sum"));
    }
  }
}
