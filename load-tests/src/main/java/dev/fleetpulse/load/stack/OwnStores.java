package dev.fleetpulse.load.stack;

import dev.fleetpulse.devstack.ClickHouse;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Timescale;
import dev.fleetpulse.sql.ClickHouseMigrator;
import dev.fleetpulse.sql.RolePasswords;
import dev.fleetpulse.sql.TimescaleMigrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Both stores with all tables, for one run; each can be killed and started again on its data.
 * TimescaleDB writes through to the disk, as it does in production.
 */
public final class OwnStores implements AutoCloseable {
  /** Whom the sinks are to both stores. */
  public static final String SINK = "fleetpulse_sink";

  /** Whom the query API is to both stores. */
  public static final String API = "fleetpulse_api";

  /** Of everybody in both stores; they live for one run on the loopback interface. */
  public static final String PASSWORD = "of a server that lives for one run";

  private static final RolePasswords PASSWORDS = new RolePasswords(PASSWORD, PASSWORD, PASSWORD);
  private static final String ADMINISTRATOR = "admin";
  private static final String CLICKHOUSE_DATABASE = "fleetpulse";

  private final Path logs;
  private final Timescale timescale;
  private final ClickHouse clickHouse;

  /**
   * Starts nothing yet.
   *
   * @param folder for data and logs
   */
  public OwnStores(Path folder) {
    logs = folder.resolve("logs");
    timescale =
        new Timescale(
            ComponentCache.postgresql(),
            folder.resolve("timescale"),
            Ports.free(),
            "postgres",
            PASSWORD,
            List.of(),
            logs.resolve("timescale.log"));
    clickHouse =
        new ClickHouse(
            ComponentCache.clickhouse(),
            folder.resolve("clickhouse"),
            Ports.free(),
            List.of(
                ClickHouse.User.administrator(ADMINISTRATOR, PASSWORD),
                user(SINK, "SELECT, INSERT"),
                user(API, "SELECT").narrowed(List.of(CLICKHOUSE_DATABASE)),
                user("fleetpulse_grafana", "SELECT")),
            logs.resolve("clickhouse.log"));
  }

  /** Starts both and makes their tables. */
  public void start() throws IOException, InterruptedException {
    startTimescale();
    startClickHouse();
  }

  /** Starts TimescaleDB alone and makes its tables. */
  public void startTimescale() throws IOException, InterruptedException {
    start(timescale);
    var database = timescaleOwner();
    new TimescaleMigrator(database.jdbcUrl(), database.user(), database.password())
        .migrate(PASSWORDS);
  }

  /** Starts ClickHouse alone and makes its tables. */
  public void startClickHouse() throws IOException, InterruptedException {
    start(clickHouse);
    new ClickHouseMigrator(clickHouse.url(), ADMINISTRATOR, PASSWORD, CLICKHOUSE_DATABASE)
        .migrate(PASSWORDS);
  }

  private void start(Component store) throws IOException, InterruptedException {
    Files.createDirectories(logs);
    store.start();
    store.awaitReady();
  }

  /** To be killed and started again. */
  public Component timescale() {
    return timescale;
  }

  /** To be killed and started again. */
  public Component clickHouse() {
    return clickHouse;
  }

  public Database timescaleOwner() {
    return timescale.database("postgres");
  }

  public ClickHouseEndpoint clickHouseOwner() {
    return clickHouseAs(ADMINISTRATOR);
  }

  public ClickHouseEndpoint clickHouseSink() {
    return clickHouseAs(SINK);
  }

  private ClickHouseEndpoint clickHouseAs(String user) {
    return new ClickHouseEndpoint(clickHouse.url(), user, PASSWORD, CLICKHOUSE_DATABASE);
  }

  /** Where both are, for a program that is the given role there. */
  public Map<String, String> settings(String role) {
    return Map.of(
        "FLEETPULSE_TIMESCALE_URL", timescaleOwner().jdbcUrl(),
        "FLEETPULSE_TIMESCALE_USER", role,
        "FLEETPULSE_TIMESCALE_PASSWORD", PASSWORD,
        "FLEETPULSE_CLICKHOUSE_URL", clickHouse.url(),
        "FLEETPULSE_CLICKHOUSE_USER", role,
        "FLEETPULSE_CLICKHOUSE_PASSWORD", PASSWORD,
        "FLEETPULSE_CLICKHOUSE_DATABASE", CLICKHOUSE_DATABASE);
  }

  @Override
  public void close() {
    clickHouse.close();
    timescale.close();
  }

  private static ClickHouse.User user(String name, String privileges) {
    return new ClickHouse.User(
        name,
        PASSWORD,
        List.of("GRANT %s ON %s.*".formatted(privileges, CLICKHOUSE_DATABASE)),
        Map.of());
  }
}
