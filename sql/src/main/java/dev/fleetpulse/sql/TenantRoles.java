package dev.fleetpulse.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * Roles that log in to TimescaleDB and see one tenant's figures there: for a tenant's own
 * dashboards. A role is bound by its name, in a table that no reader sees, so nothing it may set
 * makes it another tenant's.
 */
final class TenantRoles {
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String PREFIX = "fleetpulse_of_";

  /** What PostgreSQL leaves of a name, less the prefix. */
  private static final int SUFFIX_MAX = 63 - PREFIX.length();

  private static final int DIGEST_CHARACTERS = 16;

  /** In their order; the placeholders are the role and the database. */
  private static final List<String> LIMITS =
      List.of(
          "ALTER ROLE %1$s IN DATABASE %2$s SET search_path = fleetpulse_tenant, public",
          "ALTER ROLE %1$s IN DATABASE %2$s SET statement_timeout = '30s'",
          "ALTER ROLE %1$s IN DATABASE %2$s SET default_transaction_read_only = on",
          "ALTER ROLE %1$s IN DATABASE %2$s SET idle_in_transaction_session_timeout = '60s'");

  private final String jdbcUrl;
  private final String user;
  private final String password;

  /**
   * Connects to nothing yet.
   *
   * @param user the owner of the migrated database; may create roles
   */
  TenantRoles(String jdbcUrl, String user, String password) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
  }

  /**
   * The role of a tenant: its name, with underscores, and shortened where it is too long.
   *
   * @throws IllegalArgumentException if there can't be such a tenant
   */
  static String name(String tenant) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          "A tenant is 1 to 63 small letters, digits and dashes, no dash in front: " + tenant);
    }
    var suffix = tenant.replace('-', '_');
    return suffix.length() <= SUFFIX_MAX
        ? PREFIX + suffix
        : PREFIX
            + suffix.substring(0, SUFFIX_MAX - DIGEST_CHARACTERS - 1)
            + "_"
            + digest(tenant).substring(0, DIGEST_CHARACTERS);
  }

  /**
   * Makes a tenant's role where it is missing, binds it, and sets its password.
   *
   * @throws MigrationException if the database can't be reached or refuses
   */
  void ensure(String tenant, String rolePassword) {
    var role = name(tenant);
    try (var connection = DriverManager.getConnection(jdbcUrl, user, password)) {
      connection.setAutoCommit(false);
      // First, for a role that exists before it is bound would see nothing, and no harm is done.
      if (!exists(connection, role)) {
        execute(
            connection,
            "CREATE ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
                    .formatted(role)
                + " CONNECTION LIMIT 10 IN ROLE fleetpulse_tenant");
      }
      bind(connection, role, tenant);
      var database = quoted(connection, connection.getCatalog());
      for (var limit : LIMITS) {
        execute(connection, limit.formatted(role, database));
      }
      // Only a salted verifier leaves this process.
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(role, rolePassword.toCharArray(), "scram-sha-256");
      connection.commit();
    } catch (SQLException e) {
      throw new MigrationException("Can't make the role " + role + ": " + e.getMessage(), e);
    }
  }

  /**
   * Drops a tenant's role, if it is there.
   *
   * @throws MigrationException if the database can't be reached or refuses
   */
  void remove(String tenant) {
    var role = name(tenant);
    try (var connection = DriverManager.getConnection(jdbcUrl, user, password)) {
      connection.setAutoCommit(false);
      try (var unbind =
          connection.prepareStatement("DELETE FROM fleetpulse.reader_tenants WHERE role = ?")) {
        unbind.setString(1, role);
        unbind.executeUpdate();
      }
      execute(connection, "DROP ROLE IF EXISTS " + role);
      connection.commit();
    } catch (SQLException e) {
      throw new MigrationException("Can't drop the role " + role + ": " + e.getMessage(), e);
    }
  }

  private static void bind(Connection connection, String role, String tenant) throws SQLException {
    try (var bind =
        connection.prepareStatement(
            """
            INSERT INTO fleetpulse.reader_tenants (role, tenant) VALUES (?, ?)
            ON CONFLICT (role) DO NOTHING
            """)) {
      bind.setString(1, role);
      bind.setString(2, tenant);
      bind.executeUpdate();
    }
    try (var bound =
        connection.prepareStatement(
            "SELECT tenant FROM fleetpulse.reader_tenants WHERE role = ?")) {
      bound.setString(1, role);
      try (var rows = bound.executeQuery()) {
        rows.next();
        if (!rows.getString(1).equals(tenant)) {
          throw new SQLException(role + " is bound to " + rows.getString(1));
        }
      }
    }
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (var query = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
      query.setString(1, role);
      try (var rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String quoted(Connection connection, String name) throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(name);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
