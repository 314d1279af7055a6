package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.sql.ClickHouseMigrator;
import dev.fleetpulse.sql.RolePasswords;
import dev.fleetpulse.sql.TimescaleMigrator;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Both stores with all migrations, seen as the role that the sinks have. */
public final class Stores {
  /** Whom the sinks are to both stores. */
  public static final String ROLE = "fleetpulse_sink";

  private Stores() {}

  /** A migrated TimescaleDB. */
  public static Database timescale(Components components) {
    var database = components.timescale();
    new TimescaleMigrator(database.jdbcUrl(), database.user(), database.password())
        .migrate(passwords(database.password()));
    return database;
  }

  /** A migrated ClickHouse. */
  public static ClickHouseEndpoint clickHouse(Components components) {
    var endpoint = components.clickhouse();
    migrate(endpoint);
    return endpoint;
  }

  public static void migrate(ClickHouseEndpoint endpoint) {
    new ClickHouseMigrator(
            endpoint.url(), endpoint.user(), endpoint.password(), endpoint.database())
        .migrate(passwords(endpoint.password()));
  }

  /** Connections with the rights of the sinks. */
  public static DataSource asSink(Database database) {
    var dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.jdbcUrl());
    dataSource.setUser(ROLE);
    dataSource.setPassword(database.password());
    return dataSource;
  }

  /** A client with the rights of the sinks. */
  public static Client asSink(ClickHouseEndpoint endpoint) {
    return client(endpoint, ROLE);
  }

  /** The rows of a query, as the owner sees them. */
  public static List<Map<String, Object>> rows(Database database, String query)
      throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        var found = statement.executeQuery(query)) {
      var rows = new ArrayList<Map<String, Object>>();
      while (found.next()) {
        var row = new LinkedHashMap<String, Object>();
        for (var column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          row.put(found.getMetaData().getColumnLabel(column), found.getObject(column));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** The rows of a query, as the administrator sees them. */
  public static List<Map<String, Object>> rows(ClickHouseEndpoint endpoint, String query) {
    try (var client = client(endpoint, endpoint.user())) {
      return client.queryAll(query).stream().map(GenericRecord::getValues).toList();
    }
  }

  /** A statement of the administrator that answers nothing. */
  public static void execute(ClickHouseEndpoint endpoint, String statement) {
    try (var client = client(endpoint, endpoint.user())) {
      assertThat(client.execute(statement)).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  private static Client client(ClickHouseEndpoint endpoint, String user) {
    return new Client.Builder()
        .addEndpoint(endpoint.url())
        .setUsername(user)
        .setPassword(endpoint.password())
        .setDefaultDatabase(endpoint.database())
        .setMaxRetries(0)
        .build();
  }

  private static RolePasswords passwords(String password) {
    return new RolePasswords(password, password, password);
  }
}
