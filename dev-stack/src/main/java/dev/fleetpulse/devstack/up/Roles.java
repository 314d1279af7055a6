package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.ClickHouse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Who may log in to the stores, and with which password. The migrator makes the same roles in
 * PostgreSQL; our ClickHouse takes its users from its configuration.
 *
 * @param owner may do everything in both stores
 */
record Roles(String owner, String sink, String api, String grafana) {
  static final String OWNER = "fleetpulse_owner";
  static final String SINK = "fleetpulse_sink";
  static final String API = "fleetpulse_api";
  static final String GRAFANA = "fleetpulse_grafana";
  static final String DATABASE = "fleetpulse";
  static final String CLICKHOUSE_DATABASE = "fleetpulse";

  private static final Map<String, Long> READER_LIMITS =
      Map.of("max_execution_time", 30L, "max_memory_usage", 500_000_000L);

  static Roles from(Secrets secrets) throws IOException {
    return new Roles(
        secrets.password(OWNER),
        secrets.password(SINK),
        secrets.password(API),
        secrets.password(GRAFANA));
  }

  List<ClickHouse.User> clickhouseUsers() {
    var write = List.of("GRANT SELECT, INSERT ON " + CLICKHOUSE_DATABASE + ".*");
    var read = List.of("GRANT SELECT ON " + CLICKHOUSE_DATABASE + ".*");
    return List.of(
        ClickHouse.User.administrator(OWNER, owner),
        new ClickHouse.User(SINK, sink, write, Map.of()),
        new ClickHouse.User(API, api, read, READER_LIMITS).narrowed(List.of(CLICKHOUSE_DATABASE)),
        new ClickHouse.User(GRAFANA, grafana, read, READER_LIMITS));
  }

  /** Without the passwords, so that none ends in a log. */
  @Override
  public String toString() {
    return "Roles";
  }
}
