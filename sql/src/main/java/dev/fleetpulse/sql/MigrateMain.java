package dev.fleetpulse.sql;

import dev.fleetpulse.service.Env;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings both stores up to date and ends: exit code 0 when they are, 1 when not. Safe to run again
 * and from several machines at once.
 */
public final class MigrateMain {
  private static final Logger LOG = LoggerFactory.getLogger(MigrateMain.class);

  private MigrateMain() {}

  public static void main(String[] arguments) {
    System.exit(run(System.getenv()));
  }

  /** The exit code for the given environment. */
  static int run(Map<String, String> environment) {
    try {
      var config = MigrateConfig.from(new Env(environment));
      LOG.info("Migrating {}", config);
      migrate(config);
      return 0;
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
    } catch (MigrationException e) {
      LOG.error("The stores are not up to date", e);
    }
    return 1;
  }

  private static void migrate(MigrateConfig config) {
    var timescale =
        new TimescaleMigrator(
            config.timescaleUrl(), config.timescaleUser(), config.timescalePassword());
    var clickHouse =
        new ClickHouseMigrator(
            config.clickHouseUrl(),
            config.clickHouseUser(),
            config.clickHousePassword(),
            config.clickHouseDatabase());
    var patience = new StartPatience(config.patience());
    var passwords = config.rolePasswords();
    var inTimescale =
        patience.untilThere("TimescaleDB", () -> timescale.migrate(passwords, config.retention()));
    // ClickHouse has no locks, so PostgreSQL keeps a second migrator away from it.
    var inClickHouse =
        patience.untilThere(
            "ClickHouse",
            () -> timescale.oneAtATime(() -> clickHouse.migrate(passwords, config.retention())));
    LOG.info(
        "Both stores are up to date: {} migrations applied to TimescaleDB, {} to ClickHouse",
        inTimescale,
        inClickHouse);
  }
}
