package dev.fleetpulse.sql;

import com.clickhouse.client.api.ServerException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our users in ClickHouse and what they may do.
 *
 * <p>A server that keeps its users in its configuration refuses to make or change them by SQL; then
 * ours have to stand in that configuration, and are left as they are.
 */
final class ClickHouseRoles {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseRoles.class);

  private static final List<String> TABLES =
      List.of("heartbeats", "usage_hourly", "error_occurrences");

  /** Readers may tighten these limits for a query, but never lift them; 0 would mean no limit. */
  private static final String READER_LIMITS =
      """
      SETTINGS readonly = 2 CONST,
        max_execution_time = 30 MIN 1 MAX 30,
        max_memory_usage = 2000000000 MIN 1 MAX 2000000000
      """;

  /** ACCESS_STORAGE_READONLY, ACCESS_STORAGE_FOR_INSERTION_NOT_FOUND. */
  private static final Set<Integer> KEPT_IN_CONFIGURATION = Set.of(495, 514);

  /** UNKNOWN_ROLE: the API is no user there, and so sees nothing. */
  private static final int NO_SUCH_USER = 511;

  private static final int SALT_BYTES = 16;

  private final ClickHouseConnection clickHouse;
  private final String database;
  private final SecureRandom random = new SecureRandom();

  ClickHouseRoles(ClickHouseConnection clickHouse, String database) {
    this.clickHouse = clickHouse;
    this.database = database;
  }

  /** Makes the users that are missing, and sets passwords, limits and grants of all. */
  void ensure(RolePasswords passwords) {
    ensure("fleetpulse_sink", passwords.sink(), false);
    ensure("fleetpulse_api", passwords.api(), true);
    ensure("fleetpulse_grafana", passwords.grafana(), true);
  }

  private void ensure(String user, String password, boolean reader) {
    try {
      for (var statement : statements(user, password, reader)) {
        clickHouse.execute("set up user " + user, statement);
      }
    } catch (MigrationException e) {
      if (!(e.getCause() instanceof ServerException refusal)
          || !KEPT_IN_CONFIGURATION.contains(refusal.getCode())) {
        throw e;
      }
      reportConfigured(user);
    }
  }

  /**
   * Lets the API see the rows of the tenant alone that a query names in its setting {@code
   * log_comment}, and none where it names none. That setting every server has, and it does nothing
   * but to stand in the server's own log of queries. All others see all rows, whatever the server
   * makes of users without a policy.
   */
  void narrow() {
    try {
      for (var table : TABLES) {
        for (var statement : policies(table)) {
          clickHouse.execute("set up the row policy of " + table, statement);
        }
      }
    } catch (MigrationException e) {
      if (!(e.getCause() instanceof ServerException refusal)
          || (!KEPT_IN_CONFIGURATION.contains(refusal.getCode())
              && refusal.getCode() != NO_SUCH_USER)) {
        throw e;
      }
      reportConfiguredPolicies();
    }
  }

  /** Each may run again. */
  List<String> policies(String table) {
    return List.of(
        "CREATE ROW POLICY OR REPLACE fleetpulse_tenant ON %s.%s USING %s TO fleetpulse_api"
            .formatted(database, table, "tenant = getSetting('log_comment')"),
        "CREATE ROW POLICY OR REPLACE fleetpulse_all ON %s.%s USING 1 TO ALL EXCEPT fleetpulse_api"
            .formatted(database, table));
  }

  private void reportConfiguredPolicies() {
    for (var table : TABLES) {
      var query =
          "SELECT name FROM system.row_policies WHERE database = '%s' AND table = '%s'"
                  .formatted(database, table)
              + " AND select_filter LIKE '%getSetting%' AND has(apply_to_list, 'fleetpulse_api')";
      if (clickHouse.rows("look for the row policy of " + table, query).isEmpty()) {
        LOG.warn(
            "ClickHouse keeps its row policies in its configuration, and there is none for"
                + " fleetpulse_api on {}.{}",
            database,
            table);
      }
    }
  }

  /** In their order; each may run again. */
  List<String> statements(String user, String password, boolean reader) {
    var identified = identified(password);
    var limits = reader ? READER_LIMITS : "";
    var privileges = reader ? "SELECT" : "SELECT, INSERT";
    var statements = new ArrayList<String>();
    statements.add("CREATE USER IF NOT EXISTS " + user + " " + identified);
    statements.add("ALTER USER " + user + " " + identified + " " + limits);
    for (var table : TABLES) {
      statements.add("GRANT %s ON %s.%s TO %s".formatted(privileges, database, table, user));
    }
    return statements;
  }

  /** Only a salted hash leaves this process, so no query log can show the password. */
  private String identified(String password) {
    var saltBytes = new byte[SALT_BYTES];
    random.nextBytes(saltBytes);
    var salt = HexFormat.of().formatHex(saltBytes);
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest((password + salt).getBytes(StandardCharsets.UTF_8));
      return "IDENTIFIED WITH sha256_hash BY '%s' SALT '%s'"
          .formatted(HexFormat.of().formatHex(hash), salt);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  private void reportConfigured(String user) {
    var query = "SELECT name FROM system.users WHERE name = '" + user + "'";
    if (clickHouse.rows("look for user " + user, query).isEmpty()) {
      LOG.warn("ClickHouse keeps its users in its configuration, and {} is not there", user);
    } else {
      LOG.info("ClickHouse keeps user {} in its configuration; it is left as it is", user);
    }
  }
}
