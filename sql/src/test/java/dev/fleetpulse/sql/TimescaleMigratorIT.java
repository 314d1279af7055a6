package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class TimescaleMigratorIT {
  private static final int MIGRATIONS = 18;
  private static final RolePasswords PASSWORDS = new RolePasswords("sink-1", "api-1", "grafana-1");

  private final Database maintenance;
  private final List<String> made = new ArrayList<>();
  private Database empty;

  TimescaleMigratorIT(Components components) {
    this.maintenance = components.timescale();
  }

  @BeforeEach
  void makeAnEmptyDatabase() throws SQLException {
    empty = create();
  }

  @AfterEach
  void dropDatabases() throws SQLException {
    try (var owner = Login.owner(maintenance)) {
      for (var name : made) {
        owner.run("DROP DATABASE " + name + " WITH (FORCE)");
      }
    }
  }

  @Test
  void anEmptyDatabaseGetsEverything() throws SQLException {
    assertThat(migrator(empty).migrate(PASSWORDS)).isEqualTo(MIGRATIONS);

    try (var owner = Login.owner(empty)) {
      assertThat(tables(owner, "fleetpulse", "BASE TABLE"))
          .containsExactly(
              "alerts",
              "audit_log",
              "error_counts_hourly",
              "error_groups",
              "flyway_schema_history",
              "heartbeats",
              "instances",
              "ledger_hourly",
              "partition_clocks",
              "patterns",
              "reader_tenants",
              "refusals_hourly",
              "repairs",
              "retention",
              "status_changes",
              "uptime_hourly",
              "usage_hourly");
      assertThat(tables(owner, "fleetpulse_read", "VIEW"))
          .containsExactly(
              "alerts",
              "audit_log",
              "error_counts_hourly",
              "error_groups",
              "heartbeats",
              "instances",
              "ledger_hourly",
              "partition_clocks",
              "patterns",
              "refusals_hourly",
              "repairs",
              "status_changes",
              "uptime_hourly",
              "usage_hourly");
      assertThat(
              owner.column(
                  "SELECT hypertable_name FROM timescaledb_information.hypertables ORDER BY 1"))
          .containsExactly(
              "error_counts_hourly",
              "heartbeats",
              "repairs",
              "status_changes",
              "uptime_hourly",
              "usage_hourly");
    }
  }

  @Test
  void aSecondRunAppliesNothing() {
    migrator(empty).migrate(PASSWORDS);

    assertThat(migrator(empty).migrate(PASSWORDS)).isZero();
  }

  @Test
  void anotherRetentionTakesThePlaceOfTheOld() throws SQLException {
    migrator(empty).migrate(PASSWORDS);
    migrator(empty).migrate(PASSWORDS, new Retention(7, 6));

    try (var owner = Login.owner(empty)) {
      assertThat(owner.column("SELECT table_name || ' ' || keep FROM fleetpulse.retention"))
          .containsExactly("heartbeats 7 days");
    }
  }

  @Test
  void aNewPasswordReplacesTheOldOne() throws SQLException {
    migrator(empty).migrate(PASSWORDS);
    migrator(empty).migrate(new RolePasswords("sink-2", "api-1", "grafana-1"));

    assertThatThrownBy(() -> Login.as(empty, "fleetpulse_sink", "sink-1").close())
        .isInstanceOf(SQLException.class)
        .extracting("SQLState")
        .isEqualTo("28P01");
    try (var sink = Login.as(empty, "fleetpulse_sink", "sink-2")) {
      assertThat(sink.column("SELECT current_user")).containsExactly("fleetpulse_sink");
    }
  }

  @Test
  void theServerKeepsNoPassword() throws SQLException {
    migrator(empty).migrate(PASSWORDS);

    try (var owner = Login.owner(empty)) {
      assertThat(
              owner.column(
                  "SELECT rolpassword FROM pg_authid"
                      + " WHERE rolname IN ('fleetpulse_sink', 'fleetpulse_api', 'fleetpulse_grafana')"))
          .hasSize(3)
          .allMatch(verifier -> verifier.startsWith("SCRAM-SHA-256$"));
    }
  }

  @Test
  void manyAtOnceApplyEachMigrationOnce() throws Exception {
    var applied =
        atOnce(List.of(migrating(empty), migrating(empty), migrating(empty), migrating(empty)));

    assertThat(applied).containsExactlyInAnyOrder(MIGRATIONS, 0, 0, 0);
  }

  @Test
  void databasesOfOneClusterMigrateAtOnceThoughTheyShareTheRoles() throws Exception {
    var applied = atOnce(List.of(migrating(create()), migrating(create()), migrating(create())));

    assertThat(applied).containsExactly(MIGRATIONS, MIGRATIONS, MIGRATIONS);
  }

  @Test
  void aMigrationThatWasChangedAfterwardsIsRefused() throws SQLException {
    migrator(empty).migrate(PASSWORDS);
    try (var owner = Login.owner(empty)) {
      owner.run("UPDATE fleetpulse.flyway_schema_history SET checksum = 42 WHERE version = '003'");
    }

    assertThatThrownBy(() -> migrator(empty).migrate(PASSWORDS))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("checksum mismatch")
        .hasMessageContaining("003");
  }

  @Test
  void aDatabaseThatIsNotThereIsAClearFailure() {
    var nowhere =
        new TimescaleMigrator(empty.jdbcUrl() + "_missing", empty.user(), empty.password());

    assertThatThrownBy(() -> nowhere.migrate(PASSWORDS))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("does not exist");
  }

  private Database create() throws SQLException {
    var base = maintenance.jdbcUrl();
    var name = base.substring(base.lastIndexOf('/') + 1) + "_" + made.size();
    try (var owner = Login.owner(maintenance)) {
      owner.run("CREATE DATABASE " + name + " TEMPLATE template0");
    }
    made.add(name);
    return new Database(
        base.substring(0, base.lastIndexOf('/') + 1) + name,
        maintenance.user(),
        maintenance.password());
  }

  private static TimescaleMigrator migrator(Database database) {
    return new TimescaleMigrator(database.jdbcUrl(), database.user(), database.password());
  }

  private static Callable<Integer> migrating(Database database) {
    return () -> migrator(database).migrate(PASSWORDS);
  }

  private static List<Integer> atOnce(List<Callable<Integer>> work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(work.size())) {
      var results = new ArrayList<Integer>();
      for (var done : threads.invokeAll(work)) {
        results.add(done.get());
      }
      return results;
    }
  }

  private static List<String> tables(Login owner, String schema, String type) throws SQLException {
    return owner.column(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s' AND table_type = '%s' ORDER BY 1"
            .formatted(schema, type));
  }
}
