package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;

/**
 * Where the components are, ours or others'.
 *
 * @param kafka bootstrap servers
 * @param registryUrl the base of Confluent's API
 * @param timescale as the owner
 * @param clickhouse as an administrator
 */
record Addresses(
    String kafka, String registryUrl, Database timescale, ClickHouseEndpoint clickhouse) {

  static Addresses of(Elsewhere elsewhere, PortPlan ports, Roles roles) {
    return new Addresses(
        elsewhere.kafka().orElse("127.0.0.1:" + ports.kafka()),
        elsewhere.registryUrl().orElse("http://127.0.0.1:" + ports.registry() + "/apis/ccompat/v7"),
        elsewhere
            .timescale()
            .orElse(
                new Database(
                    "jdbc:postgresql://127.0.0.1:" + ports.timescale() + "/" + Roles.DATABASE,
                    Roles.OWNER,
                    roles.owner())),
        elsewhere
            .clickhouse()
            .orElse(
                new ClickHouseEndpoint(
                    "http://127.0.0.1:" + ports.clickhouse(),
                    Roles.OWNER,
                    roles.owner(),
                    Roles.CLICKHOUSE_DATABASE)));
  }

  /** The registry's own database, on the same server. */
  Database registryStorage() {
    var url = timescale.jdbcUrl();
    return new Database(
        url.substring(0, url.lastIndexOf('/') + 1) + "fleetpulse_registry",
        timescale.user(),
        timescale.password());
  }
}
