package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealComponents.class)
class TimescaleRolesIT {
  private static final RolePasswords PASSWORDS = new RolePasswords("sink", "api", "grafana");
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String UPSERT =
      """
      INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, tokens, cost_nanos,
        calls, repairs, repair_successes, repair_failures, by_category, by_model)
      VALUES ('t', 'i', '%s', 'a', %d, 1, %d, 1500000001, 1, 0, 0, 0, '{}', '{}')
      ON CONFLICT (tenant, instance_id, hour) DO UPDATE
      SET revision = excluded.revision, tokens = excluded.tokens
      WHERE excluded.revision >= usage_hourly.revision
      """;

  private static Database database;
  private static Login owner;
  private static Login sink;
  private static Login api;
  private static Login grafana;

  @BeforeAll
  static void migrate(Components components) throws SQLException {
    database = components.timescale();
    new TimescaleMigrator(database.jdbcUrl(), database.user(), database.password())
        .migrate(PASSWORDS);
    owner = Login.owner(database);
    sink = Login.as(database, "fleetpulse_sink", "sink");
    api = Login.as(database, "fleetpulse_api", "api");
    grafana = Login.as(database, "fleetpulse_grafana", "grafana");
  }

  @AfterAll
  static void close() throws SQLException {
    for (var login : new Login[] {owner, sink, api, grafana}) {
      login.close();
    }
  }

  @Test
  void theSinkWritesAHypertableWhereTheRevisionIsNotOlder() throws SQLException {
    assertThat(sink.run(UPSERT.formatted("2026-01-01T10:00Z", 5, 50))).isOne();
    assertThat(sink.run(UPSERT.formatted("2026-01-01T10:00Z", 4, 40))).isZero();
    assertThat(sink.run(UPSERT.formatted("2026-01-01T10:00Z", 5, 51))).isOne();
    assertThat(sink.run(UPSERT.formatted("2026-03-01T10:00Z", 1, 10))).isOne();

    assertThat(sink.column("SELECT tokens FROM usage_hourly ORDER BY hour"))
        .containsExactly("51", "10");
    assertThat(sink.run("DELETE FROM usage_hourly WHERE hour > '2026-02-01'")).isOne();
  }

  @Test
  void theSinkDropsWhatIsKeptNoLonger() throws SQLException {
    sink.run(
        """
        INSERT INTO heartbeats (tenant, instance_id, "timestamp", append_time, revision)
        VALUES ('t', 'old', now() - INTERVAL '9 days', now(), 1), ('t', 'new', now(), now(), 2)
        """);

    assertThat(sink.column("SELECT drop_expired()")).containsExactly("1");
    assertThat(sink.column("SELECT instance_id FROM heartbeats")).containsExactly("new");
    assertThat(sink.column("SELECT drop_expired()")).containsExactly("0");
    sink.run("DELETE FROM heartbeats");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT drop_chunks('fleetpulse.heartbeats', older_than => INTERVAL '0 days')",
        "UPDATE fleetpulse.retention SET keep = INTERVAL '1 day'",
        "CREATE TABLE fleetpulse.extra (a int)",
        "CREATE TABLE public.extra (a int)",
        "CREATE SCHEMA extra",
        "CREATE DATABASE extra",
        "CREATE ROLE extra",
        "DROP TABLE fleetpulse.instances",
        "ALTER TABLE fleetpulse.instances ADD COLUMN extra int",
        "TRUNCATE fleetpulse.instances",
        "SELECT * FROM fleetpulse.flyway_schema_history",
        "DELETE FROM fleetpulse.flyway_schema_history",
        "SELECT * FROM fleetpulse_read.instances",
        "SET ROLE fleetpulse_api"
      })
  void theSinkMayNotDoAnythingElse(String sql) {
    assertRefused(sink, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instances",
        "status_changes",
        "heartbeats",
        "usage_hourly",
        "repairs",
        "uptime_hourly",
        "partition_clocks",
        "patterns",
        "error_groups",
        "error_counts_hourly",
        "alerts",
        "audit_log",
        "ledger_hourly",
        "refusals_hourly"
      })
  void theApiReadsEveryView(String view) throws SQLException {
    assertThat(api.column("SELECT count(*) FROM " + view)).hasSize(1);
  }

  @Test
  void viewsShowMoneyInDollars() throws SQLException {
    sink.run(UPSERT.formatted("2026-05-01T10:00Z", 1, 1));

    api.run("SELECT set_config('fleetpulse.tenant', 't', false)");
    assertThat(api.column("SELECT cost FROM usage_hourly WHERE hour = '2026-05-01T10:00Z'"))
        .containsExactly("1.500000001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM fleetpulse.instances",
        "SELECT * FROM fleetpulse.usage_hourly",
        "SELECT * FROM fleetpulse.flyway_schema_history",
        "INSERT INTO error_counts_hourly VALUES ('t', 's', 'a', now(), 1, 'c', 1)",
        "UPDATE instances SET status = 'healthy'",
        "DELETE FROM instances",
        "CREATE TABLE fleetpulse_read.extra (a int)",
        "CREATE TABLE public.extra (a int)",
        "CREATE TEMPORARY TABLE extra (a int)",
        "CREATE ROLE extra"
      })
  void theApiMayOnlyReadViewsEvenWhereItLiftsItsReadOnlyDefault(String sql) throws SQLException {
    try (var writing = Login.as(database, "fleetpulse_api", "api")) {
      writing.run("SET default_transaction_read_only = off");
      assertRefused(writing, sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE fleetpulse.audit_log SET by_whom = 'nobody'",
        "DELETE FROM fleetpulse.audit_log",
        "TRUNCATE fleetpulse.audit_log",
        "INSERT INTO fleetpulse.audit_log VALUES ('t', 'e1', now(), 'key.revoke', 's', 'ann', '{}')"
            + " ON CONFLICT (tenant, event_id) DO UPDATE SET by_whom = 'nobody'"
      })
  void nobodyChangesWhatWasDoneNorDoesTheOwner(String sql) throws SQLException {
    sink.run(
        "INSERT INTO audit_log VALUES ('t', 'e1', now(), 'key.revoke', 's', 'ann', '{}')"
            + " ON CONFLICT DO NOTHING");

    for (var login : new Login[] {sink, owner}) {
      assertRefused(login, sql);
    }
    assertThat(owner.column("SELECT by_whom FROM fleetpulse.audit_log WHERE event_id = 'e1'"))
        .containsExactly("ann");
  }

  @Test
  void noReaderGetsAtTheChunksOfAHypertable() throws SQLException {
    sink.run(UPSERT.formatted("2026-06-01T10:00Z", 1, 1));
    var chunk =
        owner.column(
            """
            SELECT format('%I.%I', chunk_schema, chunk_name)
            FROM timescaledb_information.chunks
            WHERE hypertable_name = 'usage_hourly'
            LIMIT 1
            """);

    assertRefused(api, "SELECT * FROM " + chunk.getFirst());
    assertRefused(grafana, "SELECT * FROM " + chunk.getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(instance_id) FROM instances",
        "SELECT count(*) FROM status_changes",
        "SELECT count(*) FROM heartbeats",
        "SELECT time_bucket('1 day', hour), sum(cost) FROM usage_hourly GROUP BY 1",
        "SELECT sum(count) FROM error_groups",
        "SELECT count(*) FROM error_counts_hourly"
      })
  void dashboardsReadFigures(String sql) {
    assertThatCode(() -> grafana.column(sql)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT last_heartbeat FROM instances",
        "SELECT sample_message FROM error_groups",
        "SELECT sample_stack FROM error_groups",
        "SELECT * FROM fleetpulse.heartbeats"
      })
  void dashboardsDoNotReadWhatInstancesWrote(String sql) {
    assertRefused(grafana, sql);
  }

  @Test
  void readersAreLimited() throws SQLException {
    assertThat(api.column("SHOW statement_timeout")).containsExactly("10s");
    assertThat(grafana.column("SHOW statement_timeout")).containsExactly("30s");
    assertThat(api.column("SHOW default_transaction_read_only")).containsExactly("on");
    assertThat(grafana.column("SHOW default_transaction_read_only")).containsExactly("on");
  }

  @Test
  void rolesHaveNoAttributesBeyondLogin() throws SQLException {
    assertThat(
            owner.column(
                """
                SELECT rolname
                FROM pg_roles
                WHERE rolname LIKE 'fleetpulse\\_%' AND rolname NOT LIKE 'fleetpulse\\_of\\_%' AND rolcanlogin
                  AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)
                ORDER BY 1
                """))
        .containsExactly("fleetpulse_api", "fleetpulse_grafana", "fleetpulse_sink");
  }

  @Test
  void nobodyElseMayConnect() throws SQLException {
    var stranger = "stranger_" + ProcessHandle.current().pid();
    owner.run("CREATE ROLE " + stranger + " LOGIN PASSWORD 'stranger'");
    try {
      assertSqlState(
          () -> Login.as(database, stranger, "stranger").close(), INSUFFICIENT_PRIVILEGE);
    } finally {
      owner.run("DROP ROLE " + stranger);
    }
  }

  private static void assertRefused(Login login, String sql) {
    assertSqlState(() -> login.run(sql), INSUFFICIENT_PRIVILEGE);
  }

  private static void assertSqlState(ThrowingCallable action, String state) {
    assertThatThrownBy(action)
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo(state);
  }
}
