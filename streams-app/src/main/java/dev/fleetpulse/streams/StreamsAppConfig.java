package dev.fleetpulse.streams;

import dev.fleetpulse.service.Env;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything the process is told from outside.
 *
 * @param stateMemoryMb what the state of all rooms may keep in memory, in MB
 * @param emitInterval at most once in which an hour's changed figures leave
 * @param ledgerPeriod how long the ledger's hours are: an hour, unless it is being tried
 */
record StreamsAppConfig(
    String kafka,
    String registryUrl,
    Path stateDir,
    int stateMemoryMb,
    Generation generation,
    Duration emitInterval,
    LedgerPeriod ledgerPeriod,
    TimescaleStore timescale,
    ClickHouseStore clickHouse,
    String host,
    int managementPort) {
  /** Higher with each build that can't read the state of the builds before: it computes anew. */
  static final int FIRST_GENERATION = 4;

  /**
   * TimescaleDB, and whom we are to it.
   *
   * @param url {@code jdbc:postgresql://host:port/database}
   */
  record TimescaleStore(String url, String user, String password) {
    /** Without the password, which has no place in a log. */
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /**
   * ClickHouse, and whom we are to it.
   *
   * @param url {@code http://host:port}
   */
  record ClickHouseStore(String url, String user, String password, String database) {
    /** Without the password, which has no place in a log. */
    @Override
    public String toString() {
      return url + "/" + database + " as " + user;
    }
  }

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException naming the setting that is missing, wrong or unknown
   */
  static StreamsAppConfig from(Env env) {
    var config =
        new StreamsAppConfig(
            env.require("KAFKA"),
            env.require("REGISTRY_URL"),
            Path.of(env.require("STATE_DIR")),
            env.integer("STATE_MEMORY_MB", RocksDbMemory.DEFAULT_MB, 16, 65_536),
            new Generation(env.integer("GENERATION", FIRST_GENERATION, 1, Generation.MAX)),
            env.duration("EMIT_INTERVAL", "PT60S"),
            ledgerPeriod(env),
            new TimescaleStore(
                env.require("TIMESCALE_URL"),
                env.require("TIMESCALE_USER"),
                env.require("TIMESCALE_PASSWORD")),
            new ClickHouseStore(
                env.require("CLICKHOUSE_URL"),
                env.require("CLICKHOUSE_USER"),
                env.require("CLICKHOUSE_PASSWORD"),
                env.get("CLICKHOUSE_DATABASE", "fleetpulse")),
            env.get("HOST", "127.0.0.1"),
            env.integer("MANAGEMENT_PORT", 9412, 0, 65_535));
    env.refuseUnread();
    return config;
  }

  /** The same in every process that computes usage. */
  static LedgerPeriod ledgerPeriod(Env env) {
    return new LedgerPeriod(env.duration("LEDGER_HOUR", "PT1H"));
  }
}
