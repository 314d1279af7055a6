package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.client.api.query.GenericRecord;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class ClickHouseMigratorIT {
  private final ClickHouseEndpoint server;
  private final RolePasswords passwords;
  private final String database;

  ClickHouseMigratorIT(Components components) {
    this.server = components.clickhouse();
    this.passwords = new RolePasswords(server.password(), server.password(), server.password());
    this.database = server.database() + "_own";
  }

  @AfterEach
  void dropDatabase() {
    try (var admin = connect("default")) {
      admin.execute("drop", "DROP DATABASE IF EXISTS " + database);
    }
  }

  @Test
  void aServerWithoutTheDatabaseGetsEverything() {
    assertThat(migrator().migrate(passwords)).isEqualTo(5);

    assertThat(names("SELECT name FROM system.tables WHERE database = currentDatabase()"))
        .containsExactlyInAnyOrder(
            "error_occurrences", "heartbeats", "schema_history", "usage_hourly");
    assertThat(names("SELECT description AS name FROM schema_history FINAL ORDER BY version"))
        .containsExactly(
            "heartbeats",
            "usage hourly",
            "error occurrences",
            "heartbeats rest",
            "error occurrences sampled");
  }

  @Test
  void everyTableKeepsTheNewestRevisionOfARow() {
    migrator().migrate(passwords);

    assertThat(
            names(
                """
                SELECT name FROM system.tables
                WHERE database = currentDatabase() AND name != 'schema_history'
                  AND engine_full NOT LIKE 'ReplacingMergeTree(revision)%'
                """))
        .isEmpty();
  }

  @Test
  void aSecondRunAppliesNothing() {
    migrator().migrate(passwords);

    assertThat(migrator().migrate(passwords)).isZero();
  }

  @Test
  void manyAtOnceDoNoHarm() throws Exception {
    Callable<Integer> migrating = () -> migrator().migrate(passwords);
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (var done : threads.invokeAll(List.of(migrating, migrating, migrating))) {
        assertThat(done.get()).isBetween(0, 5);
      }
    }

    assertThat(names("SELECT description AS name FROM schema_history FINAL ORDER BY version"))
        .containsExactly(
            "heartbeats",
            "usage hourly",
            "error occurrences",
            "heartbeats rest",
            "error occurrences sampled");
    assertThat(migrator().migrate(passwords)).isZero();
  }

  @Test
  void aMigrationKilledHalfWayIsMadeGood() {
    migrator().migrate(passwords);
    try (var admin = connect(database)) {
      admin.execute("forget", "DROP TABLE error_occurrences");
      admin.execute("forget", "TRUNCATE TABLE schema_history");
    }

    assertThat(migrator().migrate(passwords)).isEqualTo(5);
    assertThat(names("SELECT name FROM system.tables WHERE database = currentDatabase()"))
        .contains("error_occurrences");
  }

  @Test
  void aMigrationThatWasChangedAfterwardsIsRefused() {
    var original = ClickHouseMigration.of("V001__one.sql", "SELECT 1");
    var changed = ClickHouseMigration.of("V001__one.sql", "SELECT 2");
    migrator(List.of(original)).apply();

    assertThatThrownBy(() -> migrator(List.of(changed)).apply())
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("applied migration 1 (one) with another content");
  }

  @Test
  void aStatementThatIsRefusedLeavesTheMigrationUnapplied() {
    var broken = ClickHouseMigration.of("V001__one.sql", "SELECT 1; SELECT * FROM nowhere");
    var repaired = ClickHouseMigration.of("V001__one.sql", "SELECT 1; SELECT 2");

    assertThatThrownBy(() -> migrator(List.of(broken)).apply())
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("migration 1")
        .hasMessageContaining("nowhere");
    assertThat(migrator(List.of(repaired)).apply()).isOne();
  }

  @Test
  void aWrongPasswordIsAClearFailure() {
    var stranger = new ClickHouseMigrator(server.url(), server.user(), "wrong", database);

    assertThatThrownBy(() -> stranger.migrate(passwords))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("Authentication failed");
  }

  @Test
  void aDatabaseNameThatIsNoIdentifierIsRefused() {
    assertThatThrownBy(() -> new ClickHouseMigrator(server.url(), "a", "b", "x; DROP DATABASE y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits and underscores");
  }

  private ClickHouseMigrator migrator() {
    return new ClickHouseMigrator(server.url(), server.user(), server.password(), database);
  }

  private ClickHouseMigrator migrator(List<ClickHouseMigration> migrations) {
    return new ClickHouseMigrator(
        server.url(), server.user(), server.password(), database, migrations);
  }

  private ClickHouseConnection connect(String to) {
    return new ClickHouseConnection(server.url(), server.user(), server.password(), to);
  }

  private List<String> names(String query) {
    try (var admin = connect(database)) {
      var names = new ArrayList<String>();
      for (GenericRecord row : admin.rows("read", query)) {
        names.add(row.getString("name"));
      }
      return names;
    }
  }
}
