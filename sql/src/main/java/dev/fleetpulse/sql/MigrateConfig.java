package dev.fleetpulse.sql;

import dev.fleetpulse.service.Env;
import java.time.Duration;

/**
 * The settings of the migrator.
 *
 * @param patience how long stores that are just starting are waited for
 */
record MigrateConfig(
    String timescaleUrl,
    String timescaleUser,
    String timescalePassword,
    String clickHouseUrl,
    String clickHouseUser,
    String clickHousePassword,
    String clickHouseDatabase,
    RolePasswords rolePasswords,
    Retention retention,
    Duration patience) {

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException naming the setting that is missing, wrong or unknown
   */
  static MigrateConfig from(Env env) {
    var config =
        new MigrateConfig(
            env.require("TIMESCALE_URL"),
            env.require("TIMESCALE_USER"),
            env.require("TIMESCALE_PASSWORD"),
            env.require("CLICKHOUSE_URL"),
            env.require("CLICKHOUSE_USER"),
            // A server of one's own machine often has none.
            env.get("CLICKHOUSE_PASSWORD", ""),
            env.get("CLICKHOUSE_DATABASE", "fleetpulse"),
            new RolePasswords(
                env.require("SINK_PASSWORD"),
                env.require("API_PASSWORD"),
                env.require("GRAFANA_PASSWORD")),
            new Retention(
                env.integer(
                    "HEARTBEATS_DAYS",
                    Retention.DEFAULT.heartbeatDays(),
                    1,
                    Retention.HEARTBEAT_DAYS_MAX),
                env.integer(
                    "HISTORY_MONTHS",
                    Retention.DEFAULT.historyMonths(),
                    1,
                    Retention.HISTORY_MONTHS_MAX)),
            env.duration("START_PATIENCE", "PT60S"));
    env.refuseUnread();
    return config;
  }

  /** Without the passwords, so that none ends in a log. */
  @Override
  public String toString() {
    return "MigrateConfig[%s as %s, %s/%s as %s]"
        .formatted(timescaleUrl, timescaleUser, clickHouseUrl, clickHouseDatabase, clickHouseUser);
  }
}
