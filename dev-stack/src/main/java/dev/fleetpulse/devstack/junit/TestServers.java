package dev.fleetpulse.devstack.junit;

import dev.fleetpulse.devstack.ClickHouse;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.ComponentException;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.Kafka;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Registry;
import dev.fleetpulse.devstack.Timescale;
import dev.fleetpulse.devstack.TimescaleTemplate;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The servers of one test run, each started when it is first needed, with data nobody keeps. */
final class TestServers implements AutoCloseable {
  /** Every login of the test servers, so that tests can also log in with few rights. */
  private static final String PASSWORD = TimescaleTemplate.PASSWORD;

  private static final String CLICKHOUSE_ADMINISTRATOR = "admin";

  private final TestFolder folder = new TestFolder();
  private final Deque<Component> running = new ArrayDeque<>();

  private final Lazy<String> kafka =
      new Lazy<>(() -> given("KAFKA").orElseGet(() -> startKafka().bootstrapServers()));
  private final Lazy<TestTimescale> timescale =
      new Lazy<>(
          () ->
              given("TIMESCALE_URL")
                  .map(TestServers::givenTimescale)
                  .orElseGet(this::startTimescale));
  private final Lazy<String> registry =
      new Lazy<>(() -> given("REGISTRY_URL").orElseGet(() -> startRegistry().url()));
  private final Lazy<TestClickHouse> clickhouse =
      new Lazy<>(
          () ->
              given("CLICKHOUSE_URL")
                  .map(TestServers::givenClickHouse)
                  .orElseGet(this::startClickHouse));

  String kafka() {
    return kafka.get();
  }

  String registryUrl() {
    return registry.get();
  }

  Database createDatabase() {
    return timescale.get().create(freshName());
  }

  ClickHouseEndpoint createClickHouseDatabase() {
    // Other processes may use a given server, too.
    var name = given("CLICKHOUSE_URL").isPresent() ? freshName() : TestClickHouse.freshName();
    return clickhouse.get().create(name);
  }

  void drop(Database database) {
    timescale.get().drop(database);
  }

  void drop(ClickHouseEndpoint endpoint) {
    clickhouse.get().drop(endpoint);
  }

  @Override
  public void close() throws IOException {
    synchronized (running) {
      while (!running.isEmpty()) {
        running.pop().close();
      }
    }
    folder.close();
  }

  private Kafka startKafka() {
    return start(new Kafka(folder.resolve("kafka"), Ports.free(), Ports.free()));
  }

  private TestTimescale startTimescale() {
    var installation = ComponentCache.postgresql();
    var data = folder.resolve("postgresql");
    try {
      new TimescaleTemplate(installation).copyTo(data);
    } catch (IOException e) {
      throw new ComponentException("can't prepare PostgreSQL's data: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    var server =
        start(
            new Timescale(
                installation,
                data,
                Ports.free(),
                TimescaleTemplate.USER,
                TimescaleTemplate.PASSWORD,
                Timescale.WITHOUT_DURABILITY,
                folder.resolve("logs/postgresql.log")));
    return new TestTimescale(server.database("postgres"), Optional.of(TimescaleTemplate.NAME));
  }

  private static TestTimescale givenTimescale(String url) {
    return new TestTimescale(
        new Database(
            url,
            given("TIMESCALE_USER").orElse("postgres"),
            given("TIMESCALE_PASSWORD").orElse("")),
        Optional.empty());
  }

  private Registry startRegistry() {
    return start(
        new Registry(
            ComponentCache.registry(),
            Ports.free(),
            Ports.free(),
            timescale.get().create(freshName()),
            folder.resolve("logs/registry.log")));
  }

  private TestClickHouse startClickHouse() {
    var server =
        start(
            new ClickHouse(
                ComponentCache.clickhouse(),
                folder.resolve("clickhouse"),
                Ports.free(),
                List.of(
                    ClickHouse.User.administrator(CLICKHOUSE_ADMINISTRATOR, PASSWORD),
                    clickhouseUser("fleetpulse_sink", "SELECT, INSERT"),
                    clickhouseUser("fleetpulse_api", "SELECT").narrowed(TestClickHouse.NAMES),
                    clickhouseUser("fleetpulse_grafana", "SELECT")),
                folder.resolve("logs/clickhouse.log")));
    return new TestClickHouse(server.url(), CLICKHOUSE_ADMINISTRATOR, PASSWORD);
  }

  private static ClickHouse.User clickhouseUser(String name, String privileges) {
    var grant = "GRANT %s ON %s*.*".formatted(privileges, TestClickHouse.PREFIX);
    return new ClickHouse.User(name, PASSWORD, List.of(grant), Map.of());
  }

  private static TestClickHouse givenClickHouse(String url) {
    return new TestClickHouse(
        url, given("CLICKHOUSE_USER").orElse("default"), given("CLICKHOUSE_PASSWORD").orElse(""));
  }

  private <T extends Component> T start(T component) {
    synchronized (running) {
      running.push(component);
    }
    component.start();
    try {
      component.awaitReady();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return component;
  }

  private static ComponentException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ComponentException("interrupted while starting a test server", e);
  }

  private static String freshName() {
    return TestClickHouse.PREFIX + UUID.randomUUID().toString().replace('-', '_');
  }

  private static Optional<String> given(String name) {
    return Optional.ofNullable(System.getenv("FLEETPULSE_" + name))
        .filter(value -> !value.isEmpty());
  }

  /** Made by whoever needs it first, while others may make something else. */
  private static final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private T value;

    Lazy(Supplier<T> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized T get() {
      if (value == null) {
        value = maker.get();
      }
      return value;
    }
  }
}
