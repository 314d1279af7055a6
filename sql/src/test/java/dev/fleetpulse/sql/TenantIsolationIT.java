package dev.fleetpulse.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tenants' rows in every table, and what readers get of them from the real server. */
@ExtendWith(RealComponents.class)
class TenantIsolationIT {
  private static final RolePasswords PASSWORDS = new RolePasswords("sink", "api", "grafana");
  private static final String ACME = "iso-acme";
  private static final String RIVAL = "iso-rival";

  private static Database database;
  private static Login owner;
  private static Login sink;
  private static Login api;
  private static Login grafana;
  private static Login dashboards;

  @BeforeAll
  static void fill(Components components) throws SQLException {
    database = components.timescale();
    new TimescaleMigrator(database.jdbcUrl(), database.user(), database.password())
        .migrate(PASSWORDS);
    owner = Login.owner(database);
    sink = Login.as(database, "fleetpulse_sink", "sink");
    for (var tenant : new String[] {ACME, RIVAL}) {
      for (var table : tables()) {
        sink.run(row(table, tenant));
      }
    }
    roles().ensure(ACME, "acme");
    api = Login.as(database, "fleetpulse_api", "api");
    grafana = Login.as(database, "fleetpulse_grafana", "grafana");
    dashboards = Login.as(database, TenantRoles.name(ACME), "acme");
  }

  @AfterAll
  static void close() throws SQLException {
    for (var login : new Login[] {sink, api, grafana, dashboards}) {
      login.close();
    }
    roles().remove(ACME);
    owner.close();
  }

  private static TenantRoles roles() {
    return new TenantRoles(database.jdbcUrl(), database.user(), database.password());
  }

  /** Every table that has a tenant, found in the catalogue, so that none is forgotten. */
  static Iterable<String> tables() throws SQLException {
    return owner.column(
        """
        SELECT relname
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant'
        WHERE relnamespace = 'fleetpulse'::regnamespace AND relkind = 'r' AND relname <> 'reader_tenants'
        ORDER BY 1
        """);
  }

  /** One row with something in every column that needs it. */
  private static String row(String table, String tenant) throws SQLException {
    var columns =
        owner.column(
            """
            SELECT quote_ident(attname) || '|' || CASE
              WHEN attname = 'tenant' THEN quote_literal('%s')
              WHEN atttypid = 'text'::regtype THEN quote_literal('x')
              WHEN atttypid = 'timestamptz'::regtype THEN quote_literal('2026-06-10T10:00Z')
              WHEN atttypid = 'jsonb'::regtype THEN quote_literal('{}')
              WHEN atttypid = 'text[]'::regtype THEN quote_literal('{}')
              WHEN atttypid = 'boolean'::regtype THEN 'false'
              ELSE '7' END
            FROM pg_attribute
            WHERE attrelid = 'fleetpulse.%s'::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull
            ORDER BY attnum
            """
                .formatted(tenant, table));
    var names = columns.stream().map(it -> it.substring(0, it.indexOf('|'))).toList();
    var values = columns.stream().map(it -> it.substring(it.indexOf('|') + 1)).toList();
    return "INSERT INTO fleetpulse.%s (%s) VALUES (%s) ON CONFLICT DO NOTHING"
        .formatted(table, String.join(", ", names), String.join(", ", values));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theApiSeesTheTenantsRowsThatItNamesAndNoneWithout(String view) throws SQLException {
    var tenants = "SELECT DISTINCT tenant FROM " + view;

    assertThat(api.column(tenants)).isEmpty();
    assertThat(api.columnFor(ACME, tenants)).containsExactly(ACME);
    assertThat(api.columnFor(RIVAL, tenants)).containsExactly(RIVAL);
    // What was said ended with its transaction.
    assertThat(api.column(tenants)).isEmpty();
    assertThat(api.columnFor(ACME, tenants + " WHERE tenant = '" + RIVAL + "'")).isEmpty();
    assertThat(api.columnFor("", tenants)).isEmpty();
    assertThat(api.columnFor("%", tenants)).isEmpty();
    assertThat(api.columnFor("x' OR tenant = '" + RIVAL, tenants)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aTenantsDashboardsSeeItsRowsWhateverTheySet(String view) throws SQLException {
    var readable =
        owner.column(
            "SELECT has_any_column_privilege('%s', 'fleetpulse_tenant.%s', 'SELECT')"
                .formatted(TenantRoles.name(ACME), view));
    if (readable.getFirst().equals("f")) {
      assertRefused(dashboards, "SELECT tenant FROM " + view);
      return;
    }
    var tenants = "SELECT DISTINCT tenant FROM " + view;

    assertThat(dashboards.column(tenants)).containsExactly(ACME);
    assertThat(dashboards.columnFor(RIVAL, tenants)).containsExactly(ACME);
    assertThat(dashboards.column(tenants + " WHERE tenant = '" + RIVAL + "'")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void operatorsDashboardsSeeAll(String view) throws SQLException {
    if (owner
        .column(
            "SELECT has_any_column_privilege('fleetpulse_grafana', 'fleetpulse_read.%s', 'SELECT')"
                .formatted(view))
        .getFirst()
        .equals("t")) {
      assertThat(grafana.column("SELECT DISTINCT tenant FROM " + view)).contains(ACME, RIVAL);
    }
  }

  @Test
  void everyViewOfATenantIsNarrowedAndLetsNoFunctionLookFirst() throws SQLException {
    assertThat(
            owner.column(
                """
                SELECT relname
                FROM pg_class
                WHERE relnamespace = 'fleetpulse_tenant'::regnamespace AND relkind = 'v'
                  AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'tenant')
                  AND (pg_get_viewdef(oid) NOT LIKE '%WHERE (tenant = ( SELECT fleetpulse_tenant.tenant()%'
                    OR reloptions IS NULL OR NOT reloptions @> ARRAY['security_barrier=true'])
                """))
        .isEmpty();
    assertThat(
            owner.column(
                """
                SELECT relname FROM pg_class
                WHERE relnamespace = 'fleetpulse_read'::regnamespace AND relkind = 'v'
                EXCEPT
                SELECT relname FROM pg_class
                WHERE relnamespace = 'fleetpulse_tenant'::regnamespace AND relkind = 'v'
                """))
        .isEmpty();
  }

  /** Should a table ever be granted by mistake. */
  @Test
  void plainTablesAreNarrowedWhereSomebodyIsGrantedOne() throws SQLException {
    var plain =
        owner.column(
            """
            SELECT relname
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant'
            WHERE relnamespace = 'fleetpulse'::regnamespace AND relkind = 'r' AND relname <> 'reader_tenants'
              AND NOT EXISTS (
                SELECT FROM timescaledb_information.hypertables WHERE hypertable_name = relname)
            """);
    assertThat(plain).hasSizeGreaterThan(5);
    for (var table : plain) {
      assertThat(
              owner.column(
                  "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = 'fleetpulse.%s'::regclass"
                      .formatted(table)))
          .as(table)
          .containsExactly("t");
      owner.run("GRANT USAGE ON SCHEMA fleetpulse TO fleetpulse_api");
      owner.run("GRANT SELECT ON fleetpulse.%s TO fleetpulse_api".formatted(table));
      try {
        var tenants = "SELECT DISTINCT tenant FROM fleetpulse." + table;
        assertThat(api.column(tenants)).as(table).isEmpty();
        assertThat(api.columnFor(ACME, tenants)).as(table).containsExactly(ACME);
      } finally {
        owner.run("REVOKE SELECT ON fleetpulse.%s FROM fleetpulse_api".formatted(table));
        owner.run("REVOKE USAGE ON SCHEMA fleetpulse FROM fleetpulse_api");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM fleetpulse.instances",
        "SELECT * FROM fleetpulse_read.instances",
        "SELECT * FROM fleetpulse.reader_tenants",
        "UPDATE fleetpulse.reader_tenants SET tenant = 'iso-rival'",
        "INSERT INTO fleetpulse.reader_tenants VALUES ('fleetpulse_of_iso_acme', 'iso-rival')",
        "SET ROLE fleetpulse_api",
        "SET ROLE fleetpulse_grafana",
        "SET SESSION AUTHORIZATION fleetpulse_api",
        "GRANT fleetpulse_grafana TO fleetpulse_of_iso_acme",
        "ALTER ROLE fleetpulse_of_iso_acme BYPASSRLS",
        "CREATE OR REPLACE FUNCTION fleetpulse_tenant.tenant() RETURNS text LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE sql AS 'SELECT true' COST 0.0001",
        "CREATE TEMPORARY TABLE extra (a int)",
        "SELECT last_heartbeat FROM instances",
        "SELECT sample_stack FROM error_groups",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT lo_import('/etc/passwd')",
        "SELECT stavalues1 FROM pg_statistic",
        "SELECT rolpassword FROM pg_authid"
      })
  void aTenantsDashboardsMayDoNothingElse(String sql) throws SQLException {
    try (var writing = Login.as(database, TenantRoles.name(ACME), "acme")) {
      writing.run("SET default_transaction_read_only = off");
      assertRefused(writing, sql);
    }
  }

  @Test
  void chunksAndWhatIsKnownOfTheirRowsAreClosedToTenants() throws SQLException {
    for (var chunk :
        owner.column(
            "SELECT format('%I.%I', chunk_schema, chunk_name) FROM timescaledb_information.chunks")) {
      assertRefused(dashboards, "SELECT * FROM " + chunk);
      assertRefused(api, "SELECT * FROM " + chunk);
    }
    // Statistics hold values of rows.
    owner.run("ANALYZE fleetpulse.instances");
    assertThat(
            dashboards.column(
                "SELECT tablename FROM pg_stats WHERE schemaname IN ('fleetpulse', '_timescaledb_internal')"))
        .isEmpty();
    assertThat(
            dashboards.column(
                "SELECT query FROM pg_stat_activity WHERE usename = 'fleetpulse_api' AND query NOT LIKE '<%'"))
        .isEmpty();
  }

  /** A condition with a side effect must not be asked about another's row. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM instances WHERE 1 / (CASE WHEN tenant = 'iso-rival' THEN 0 ELSE 1 END) = 1",
        "SELECT 1 FROM usage_hourly WHERE 1 / (CASE WHEN tenant = 'iso-rival' THEN 0 ELSE 1 END) = 1",
        "SELECT 1 FROM error_groups WHERE (tenant || title)::date IS NULL AND tenant <> 'iso-acme'"
      })
  void noErrorTellsOfAnothersRow(String sql) {
    assertThatCode(() -> dashboards.column(sql)).doesNotThrowAnyException();
    assertThatCode(() -> api.columnFor(ACME, sql)).doesNotThrowAnyException();
  }

  @Test
  void aQuestionForAnotherTenantReadsNoRow() throws SQLException {
    var plan =
        String.join(
            "\n",
            dashboards.column(
                "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF)"
                    + " SELECT count(instance_id) FROM usage_hourly WHERE tenant = '"
                    + RIVAL
                    + "'"));

    assertThat(plan).contains("One-Time Filter").doesNotContain("Rows Removed");
  }

  @Test
  void conditionsStillReachTheIndicesAndLeaveChunksOut() throws SQLException {
    sink.run(row("usage_hourly", ACME).replace("2026-06-10", "2026-01-10"));
    sink.run(row("usage_hourly", ACME).replace("2026-06-10", "2026-03-10"));
    owner.run("ANALYZE fleetpulse.usage_hourly");
    api.run("SET enable_seqscan = off");
    try {
      var plan =
          String.join(
              "\n",
              api.columnFor(
                  ACME,
                  "EXPLAIN (COSTS OFF) SELECT sum(tokens) FROM usage_hourly WHERE tenant = '"
                      + ACME
                      + "' AND instance_id = 'x' AND hour >= '2026-06-10T00:00Z' AND hour < '2026-06-11T00:00Z'"));

      assertThat(plan).contains("Index Cond", "instance_id = 'x'").contains("tenant = 'iso-acme'");
      // One of three chunks.
      assertThat(plan.split("_hyper_\\d+_\\d+_chunk", -1).length).isLessThanOrEqualTo(3);
    } finally {
      api.run("RESET enable_seqscan");
    }
  }

  @Test
  void theBindingOfARoleIsKept() throws SQLException {
    owner.run(
        "UPDATE fleetpulse.reader_tenants SET tenant = 'other' WHERE role = '%s'"
            .formatted(TenantRoles.name(ACME)));
    try {
      assertThatThrownBy(() -> roles().ensure(ACME, "acme"))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("is bound to other");
    } finally {
      owner.run(
          "UPDATE fleetpulse.reader_tenants SET tenant = '%s' WHERE role = '%s'"
              .formatted(ACME, TenantRoles.name(ACME)));
    }
  }

  @Test
  void aRoleIsMadeAndRemovedByCommand() throws SQLException {
    var environment =
        Map.of(
            "FLEETPULSE_TIMESCALE_URL", database.jdbcUrl(),
            "FLEETPULSE_TIMESCALE_USER", database.user(),
            "FLEETPULSE_TIMESCALE_PASSWORD", database.password());
    var out = new StringWriter();
    var err = new StringWriter();

    assertThat(run(environment, out, err, RIVAL)).as(err.toString()).isZero();
    try (var login = Login.as(database, TenantRoles.name(RIVAL), out.toString().strip())) {
      assertThat(login.column("SELECT DISTINCT tenant FROM instances")).containsExactly(RIVAL);
    }

    assertThat(run(environment, out, err, RIVAL, "--remove")).isZero();
    assertThatThrownBy(
            () -> Login.as(database, TenantRoles.name(RIVAL), out.toString().strip()).close())
        .isInstanceOf(SQLException.class);
    assertThat(run(environment, out, err, "No Tenant")).isEqualTo(2);
    assertThat(run(environment, out, err)).isEqualTo(2);
  }

  @Test
  void longNamesOfTenantsStayApart() {
    var one = "a".repeat(62) + "1";
    var other = "a".repeat(62) + "2";

    assertThat(TenantRoles.name(one)).hasSize(63).isNotEqualTo(TenantRoles.name(other));
    assertThat(TenantRoles.name("acme")).isEqualTo("fleetpulse_of_acme");
  }

  private static int run(
      Map<String, String> environment, StringWriter out, StringWriter err, String... arguments) {
    return TenantRoleMain.run(
        environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static void assertRefused(Login login, String sql) {
    assertThatThrownBy(() -> login.run(sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("42501");
  }
}
