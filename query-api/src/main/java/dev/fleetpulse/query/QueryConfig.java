package dev.fleetpulse.query;

import dev.fleetpulse.query.limit.KeyLimitSettings;
import dev.fleetpulse.query.live.LiveLimits;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.access.AccessKeys;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the query API.
 *
 * @param port of the API; 0 picks a free one, as for the management port
 * @param keys who may ask beside those whom the control topic lets
 * @param control nothing where the given keys are all there are
 * @param live how much the live stream may take
 * @param limits how much a key may ask for
 * @param heartbeatsKept for how long TimescaleDB has every heartbeat, as the migrator was told
 * @param slowStatement a statement that takes a store longer is logged with its plan
 */
record QueryConfig(
    String host,
    int port,
    int managementPort,
    StoreLogin timescale,
    StoreLogin clickHouse,
    String clickHouseDatabase,
    AccessKeys keys,
    Optional<ControlLocation> control,
    LiveLimits live,
    KeyLimitSettings limits,
    Duration heartbeatsKept,
    Duration slowStatement) {

  /**
   * Where the control topic is.
   *
   * @param kafka bootstrap servers
   * @param registryUrl base of a Confluent-compatible schema registry
   */
  record ControlLocation(String kafka, String registryUrl) {}

  /** Where a store is, and as whom it is read. */
  record StoreLogin(String url, String user, String password) {
    /** Without the password, so that it never ends in a log. */
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException naming the setting that is missing, wrong or unknown
   */
  static QueryConfig from(Env env) {
    var config =
        new QueryConfig(
            env.get("HOST", "127.0.0.1"),
            env.integer("PORT", 9401, 0, 65535),
            env.integer("MANAGEMENT_PORT", 9411, 0, 65535),
            login(env, "TIMESCALE"),
            login(env, "CLICKHOUSE"),
            env.get("CLICKHOUSE_DATABASE", "fleetpulse"),
            env.find("KEYS").map(AccessKeys::parse).orElseGet(AccessKeys::none),
            env.find("KAFKA").map(kafka -> new ControlLocation(kafka, env.require("REGISTRY_URL"))),
            LiveLimits.from(env),
            KeyLimitSettings.from(env),
            Duration.ofDays(env.integer("HEARTBEATS_DAYS", 2, 1, 90)),
            env.duration("SLOW_STATEMENT", "PT1S"));
    if (config.control.isEmpty() && env.find("KEYS").isEmpty()) {
      throw new IllegalArgumentException(
          "FLEETPULSE_KAFKA or FLEETPULSE_KEYS is required, for without both nobody may ask");
    }
    env.refuseUnread();
    return config;
  }

  private static StoreLogin login(Env env, String store) {
    return new StoreLogin(
        env.require(store + "_URL"),
        env.get(store + "_USER", "fleetpulse_api"),
        env.require(store + "_PASSWORD"));
  }
}
