package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.ServerException;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the users may do. The test server keeps them in its configuration, with the password of its
 * administrator; another one gets the same by SQL.
 */
@ExtendWith(RealComponents.class)
class ClickHouseRolesIT {
  private static final int ACCESS_DENIED = 497;
  private static final int READONLY = 164;

  private static final String INSERT =
      """
      INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, tokens)
      VALUES ('t', 'i', '2026-01-01 10:00:00', 'a', %d, %d)
      """;

  private static ClickHouseEndpoint server;

  @BeforeAll
  static void migrate(Components components) {
    server = components.clickhouse();
    var passwords = new RolePasswords(server.password(), server.password(), server.password());
    new ClickHouseMigrator(server.url(), server.user(), server.password(), server.database())
        .migrate(passwords);
  }

  @Test
  void theSinkInsertsAndReads() {
    try (var sink = login("fleetpulse_sink")) {
      sink.execute("insert", INSERT.formatted(5, 50));
      sink.execute("insert", INSERT.formatted(4, 40));

      var rows = sink.rows("read", "SELECT tokens FROM usage_hourly FINAL");

      assertThat(rows).extracting(row -> row.getLong("tokens")).containsExactly(50L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE extra (a Int8) ENGINE = Memory",
        "DROP TABLE heartbeats",
        "TRUNCATE TABLE heartbeats",
        "ALTER TABLE heartbeats ADD COLUMN extra Int8",
        "ALTER TABLE heartbeats DELETE WHERE 1",
        "CREATE DATABASE extra",
        "CREATE USER extra"
      })
  void theSinkMayNotDoAnythingElse(String sql) {
    assertRefused("fleetpulse_sink", sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"heartbeats", "usage_hourly", "error_occurrences"})
  void theApiReadsEveryTable(String table) {
    try (var api = login("fleetpulse_api")) {
      assertThat(api.rows("read", "SELECT count() AS n FROM " + table)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO heartbeats (tenant) VALUES ('t')",
        "CREATE TABLE extra (a Int8) ENGINE = Memory",
        "DROP TABLE heartbeats",
        "TRUNCATE TABLE heartbeats",
        "ALTER TABLE heartbeats DELETE WHERE 1",
        "CREATE USER extra"
      })
  void theApiMayOnlyRead(String sql) {
    assertRefused("fleetpulse_api", sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " FINAL"})
  void theApiSeesTheTenantsRowsThatItsQueryNamesAndNoneWithout(String read) {
    for (var table : tables()) {
      try (var sink = login("fleetpulse_sink")) {
        // Rows that are too old may be gone before they are read.
        var time = table.equals("usage_hourly") ? "hour" : "timestamp";
        sink.execute(
            "insert",
            "INSERT INTO %s (tenant, %s) SELECT arrayJoin(['acme', 'rival']), now()"
                .formatted(table, time));
      }
      var tenants = "SELECT DISTINCT tenant FROM " + table + read;

      assertThat(tenants("fleetpulse_api", tenants)).as(table).isEmpty();
      assertThat(tenants("fleetpulse_api", tenants + " SETTINGS log_comment = 'acme'"))
          .as(table)
          .containsExactly("acme");
      assertThat(
              tenants(
                  "fleetpulse_api",
                  tenants + " WHERE tenant = 'rival' OR 1 SETTINGS log_comment = 'acme'"))
          .as(table)
          .containsExactly("acme");
      assertThat(tenants("fleetpulse_api", tenants + " SETTINGS log_comment = '%'"))
          .as(table)
          .isEmpty();
      // What has no tenant's role.
      assertThat(tenants("fleetpulse_sink", tenants)).as(table).contains("acme", "rival");
      assertThat(tenants("fleetpulse_grafana", tenants)).as(table).contains("acme", "rival");
    }
  }

  @Test
  void whatIsCountedWithoutReadingIsNarrowedToo() {
    try (var sink = login("fleetpulse_sink");
        var api = login("fleetpulse_api")) {
      sink.execute("insert", "INSERT INTO usage_hourly (tenant) VALUES ('counted'), ('rival')");

      var count = "SELECT count() AS n FROM usage_hourly";
      assertThat(api.rows("count", count).getFirst().getLong("n")).isZero();
      assertThat(
              api.rows("count", count + " SETTINGS log_comment = 'counted'")
                  .getFirst()
                  .getLong("n"))
          .isOne();
    }
  }

  @Test
  void theRowPolicyReachesThePrimaryKey() {
    try (var sink = login("fleetpulse_sink");
        var api = login("fleetpulse_api")) {
      sink.execute("insert", INSERT.formatted(1, 1));
      var plan =
          api
              .rows(
                  "explain",
                  "EXPLAIN indexes = 1 SELECT sum(tokens) FROM usage_hourly SETTINGS log_comment = 't'")
              .stream()
              .map(row -> row.getString("explain"))
              .collect(Collectors.joining("\n"));

      assertThat(plan).contains("PrimaryKey").contains("tenant in ['t', 't']");
    }
  }

  @Test
  void theStatementsThatNarrowAreUnderstood() {
    try (var admin = login(server.user())) {
      for (var statement : new ClickHouseRoles(admin, server.database()).policies("heartbeats")) {
        assertThat(formatted(admin, statement)).contains("ROW POLICY");
      }
    }
  }

  /** Every table that has a tenant, so that none is forgotten. */
  private static List<String> tables() {
    try (var admin = login(server.user())) {
      return admin
          .rows(
              "tables",
              "SELECT table AS name FROM system.columns WHERE database = '"
                  + server.database()
                  + "' AND name = 'tenant'")
          .stream()
          .map(row -> row.getString("name"))
          .toList();
    }
  }

  private static List<String> tenants(String user, String sql) {
    try (var login = login(user)) {
      return login.rows("read", sql).stream().map(row -> row.getString("tenant")).toList();
    }
  }

  /** The test server can't run them, but it can tell whether they are ClickHouse's language. */
  @Test
  void theStatementsThatMakeAUserAreUnderstood() {
    try (var admin = login(server.user())) {
      var roles = new ClickHouseRoles(admin, server.database());
      var statements = roles.statements("fleetpulse_api", "it's", true);

      for (var statement : statements) {
        assertThat(formatted(admin, statement)).isNotEmpty();
      }
      assertThat(statements).noneMatch(statement -> statement.contains("it's"));
      assertThat(formatted(admin, statements.get(1)))
          .contains("readonly = 2 CONST", "max_execution_time = 30 MIN 1 MAX 30");
    }
  }

  private static String formatted(ClickHouseConnection admin, String statement) {
    return admin
        .rows("format", "SELECT formatQuery({q:String}) AS q", Map.of("q", statement))
        .getFirst()
        .getString("q");
  }

  private static void assertRefused(String user, String sql) {
    try (var login = login(user)) {
      assertThatThrownBy(() -> login.execute("try", sql))
          .cause()
          .isInstanceOfSatisfying(
              ServerException.class,
              refusal -> assertThat(refusal.getCode()).isIn(ACCESS_DENIED, READONLY));
    }
  }

  private static ClickHouseConnection login(String user) {
    return new ClickHouseConnection(server.url(), user, server.password(), server.database());
  }
}
