package dev.fleetpulse.sql;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;

/**
 * Brings a PostgreSQL database with TimescaleDB up to date: roles, tables in the schema {@code
 * fleetpulse}, views for readers in {@code fleetpulse_read}, and grants.
 *
 * <p>Any number of processes may do so at once, on one database or on several of one cluster; what
 * is already there is left alone.
 */
public final class TimescaleMigrator {
  private static final Duration LOCK_PATIENCE = Duration.ofMinutes(5);

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final Retry passwordRetry =
      Retry.of(
          "role password",
          RetryConfig.custom()
              .maxAttempts(20)
              .intervalFunction(IntervalFunction.ofRandomized(Duration.ofMillis(50)))
              .retryOnException(TimescaleMigrator::concurrentUpdate)
              .failAfterMaxAttempts(true)
              .build());

  /**
   * Connects to nothing yet.
   *
   * @param user the owner of the database; may create roles, and the extension where it is missing
   */
  public TimescaleMigrator(String jdbcUrl, String user, String password) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
  }

  /**
   * Applies what is missing and sets the roles' passwords.
   *
   * @return how many migrations were applied; 0 where the database was up to date
   * @throws MigrationException if the database can't be reached, refuses a statement, or holds an
   *     applied migration that differs from ours
   */
  public int migrate(RolePasswords passwords) {
    return migrate(passwords, Retention.DEFAULT);
  }

  /** The same with another retention. */
  public int migrate(RolePasswords passwords, Retention retention) {
    return oneAtATime(() -> apply(passwords, retention));
  }

  /**
   * Does other work while no other migrator of this database is at work.
   *
   * @throws MigrationException if the database can't be reached or the others take too long
   */
  <T> T oneAtATime(Supplier<T> work) {
    try (var _ = AdvisoryLock.take(jdbcUrl, user, password, LOCK_PATIENCE)) {
      return work.get();
    } catch (SQLException e) {
      throw new MigrationException("Can't lock TimescaleDB: " + e.getMessage(), e);
    }
  }

  private int apply(RolePasswords passwords, Retention retention) {
    try {
      var applied = flyway().migrate().migrationsExecuted;
      maintain(retention);
      setPassword("fleetpulse_sink", passwords.sink());
      setPassword("fleetpulse_api", passwords.api());
      setPassword("fleetpulse_grafana", passwords.grafana());
      return applied;
    } catch (FlywayException e) {
      throw new MigrationException("Can't migrate TimescaleDB: " + e.getMessage(), e);
    }
  }

  private void maintain(Retention retention) {
    try (var connection = DriverManager.getConnection(jdbcUrl, user, password);
        var statement = connection.createStatement()) {
      var edition = TimescaleEdition.of(connection);
      for (var sql : TimescaleMaintenance.statements(edition, retention)) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new MigrationException("Can't set what TimescaleDB keeps: " + e.getMessage(), e);
    }
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(jdbcUrl, user, password)
        .locations("classpath:dev/fleetpulse/sql/timescale")
        .schemas("fleetpulse")
        .validateMigrationNaming(true)
        .placeholderReplacement(false)
        .outputQueryResults(false)
        .load();
  }

  /** Only a salted verifier of the password leaves this process, so no server log can show it. */
  private void setPassword(String role, String rolePassword) {
    try {
      passwordRetry.executeCallable(
          () -> {
            try (var connection = DriverManager.getConnection(jdbcUrl, user, password)) {
              connection
                  .unwrap(PGConnection.class)
                  .alterUserPassword(role, rolePassword.toCharArray(), "scram-sha-256");
              return role;
            }
          });
    } catch (Exception e) {
      throw new MigrationException("Can't set the password of role " + role, e);
    }
  }

  /** Another database's migrator was changing the same role, which belongs to the whole cluster. */
  private static boolean concurrentUpdate(Throwable failure) {
    return failure instanceof SQLException e
        && "XX000".equals(e.getSQLState())
        && e.getMessage().contains("tuple concurrently updated");
  }
}
