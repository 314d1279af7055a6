package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.service.Env;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The components that already run somewhere and are used instead of starting our own. */
record Elsewhere(
    Optional<String> kafka,
    Optional<String> registryUrl,
    Optional<Database> timescale,
    Optional<ClickHouseEndpoint> clickhouse) {

  static Elsewhere from(Env env) {
    return new Elsewhere(
        env.find("KAFKA"),
        env.find("REGISTRY_URL"),
        env.find("TIMESCALE_URL")
            .map(
                url ->
                    new Database(
                        url, env.require("TIMESCALE_USER"), env.require("TIMESCALE_PASSWORD"))),
        env.find("CLICKHOUSE_URL")
            .map(
                url ->
                    new ClickHouseEndpoint(
                        url,
                        env.get("CLICKHOUSE_USER", "default"),
                        env.get("CLICKHOUSE_PASSWORD", ""),
                        Roles.CLICKHOUSE_DATABASE)));
  }

  /** Their names. */
  Set<String> parts() {
    var parts = new HashSet<String>();
    kafka.ifPresent(given -> parts.add("kafka"));
    registryUrl.ifPresent(given -> parts.add("registry"));
    timescale.ifPresent(given -> parts.add("postgresql"));
    clickhouse.ifPresent(given -> parts.add("clickhouse"));
    return parts;
  }
}
