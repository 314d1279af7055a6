package dev.fleetpulse.sql;

import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a ClickHouse database up to date: the database itself, its tables, and our users.
 *
 * <p>ClickHouse has neither transactions nor locks. A migrator that died half-way through a file is
 * made good by the next one, which runs the file again from its start; and two that run at once do
 * no harm for the same reason, though {@link MigrateMain} lets only one run at a time.
 */
public final class ClickHouseMigrator {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseMigrator.class);

  /** In the order of their versions. */
  static final List<String> FILES =
      List.of(
          "V001__heartbeats.sql",
          "V002__usage_hourly.sql",
          "V003__error_occurrences.sql",
          "V004__heartbeats_rest.sql",
          "V005__error_occurrences_sampled.sql");

  private static final Pattern DATABASE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  private final String url;
  private final String user;
  private final String password;
  private final String database;
  private final List<ClickHouseMigration> migrations;

  /**
   * Connects to nothing yet.
   *
   * @param url of the HTTP interface, {@code http://host:port}
   * @param user may create databases and users
   * @param database created where it is missing; letters, digits and underscores
   */
  public ClickHouseMigrator(String url, String user, String password, String database) {
    this(url, user, password, database, FILES.stream().map(ClickHouseMigration::load).toList());
  }

  ClickHouseMigrator(
      String url,
      String user,
      String password,
      String database,
      List<ClickHouseMigration> migrations) {
    if (!DATABASE.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "A ClickHouse database is named with letters, digits and underscores: " + database);
    }
    this.url = url;
    this.user = user;
    this.password = password;
    this.database = database;
    this.migrations = List.copyOf(migrations);
  }

  /**
   * Applies what is missing and sets the users' passwords and grants.
   *
   * @return how many migrations were applied; 0 where the database was up to date
   * @throws MigrationException if the server can't be reached, refuses a statement, or has applied
   *     a migration that differs from ours
   */
  public int migrate(RolePasswords passwords) {
    return migrate(passwords, Retention.DEFAULT);
  }

  /** The same with another retention. */
  public int migrate(RolePasswords passwords, Retention retention) {
    var applied = apply();
    try (var clickHouse = new ClickHouseConnection(url, user, password, database)) {
      new ClickHouseRetention(clickHouse, database).ensure(retention);
      var roles = new ClickHouseRoles(clickHouse, database);
      roles.ensure(passwords);
      roles.narrow();
    }
    return applied;
  }

  /** The same without the users. */
  int apply() {
    createDatabase();
    try (var clickHouse = new ClickHouseConnection(url, user, password, database)) {
      return applyMissing(clickHouse);
    }
  }

  /** Through another connection, because none can be opened to a database that is not there. */
  private void createDatabase() {
    try (var clickHouse = new ClickHouseConnection(url, user, password, "default")) {
      clickHouse.execute(
          "create database " + database, "CREATE DATABASE IF NOT EXISTS " + database);
    }
  }

  private int applyMissing(ClickHouseConnection clickHouse) {
    var history = new ClickHouseHistory(clickHouse);
    history.create();
    var applied = history.applied();
    var count = 0;
    for (var migration : migrations) {
      var checksum = applied.get(migration.version());
      if (checksum == null) {
        apply(clickHouse, migration);
        history.add(migration);
        count++;
      } else if (!checksum.equals(migration.checksum())) {
        throw new MigrationException(
            "ClickHouse has applied migration %d (%s) with another content: a file that was applied must never change"
                .formatted(migration.version(), migration.description()));
      }
    }
    return count;
  }

  private static void apply(ClickHouseConnection clickHouse, ClickHouseMigration migration) {
    for (var statement : migration.statements()) {
      clickHouse.execute("apply migration " + migration.version(), statement);
    }
    LOG.info("Applied ClickHouse migration {} ({})", migration.version(), migration.description());
  }
}
