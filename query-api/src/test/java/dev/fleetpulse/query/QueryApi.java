package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.query.alerts.AlertsEndpoint;
import dev.fleetpulse.query.analytics.AnalyticsEndpoint;
import dev.fleetpulse.query.audit.AuditEndpoint;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.Commands.Outcome;
import dev.fleetpulse.query.errors.ErrorsEndpoint;
import dev.fleetpulse.query.fleet.Costs;
import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.query.ledger.LedgerEndpoint;
import dev.fleetpulse.query.limit.KeyLimitSettings;
import dev.fleetpulse.query.limit.KeyLimits;
import dev.fleetpulse.query.live.Live;
import dev.fleetpulse.query.live.LiveEndpoint;
import dev.fleetpulse.query.live.LiveLimits;
import dev.fleetpulse.query.maintenance.ListedMaintenance;
import dev.fleetpulse.query.maintenance.MaintenanceEndpoint;
import dev.fleetpulse.query.patterns.PatternsEndpoint;
import dev.fleetpulse.query.repairs.RepairsEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.servers.ServersEndpoint;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Statements;
import dev.fleetpulse.query.store.StoreWatch;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.service.Health;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.limit.Limit;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The query API as a client sees it, over the given stores, at a fixed time. */
public final class QueryApi implements AutoCloseable {
  /** When all answers are given. */
  public static final Instant NOW = Instant.parse("2026-06-10T12:30:00Z");

  /** Limits that no test reaches. */
  static final KeyLimitSettings UNLIMITED =
      new KeyLimitSettings(new Limit("key", 1_000_000, Duration.ofSeconds(1)), 64);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<ErrorCommand> commands = new CopyOnWriteArrayList<>();
  private final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
  private final List<InstanceKey> retired = new CopyOnWriteArrayList<>();
  private volatile boolean brokerAnswers = true;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ListedMaintenance maintenance = new ListedMaintenance();
  private final List<AutoCloseable> fed = new ArrayList<>();
  private final List<AlertEvent> decisions = new ArrayList<>();
  private final HikariDataSource pool;
  private final ClickHouse clickHouse;
  private final StoreWatch watch;
  private final QueryServer server;

  /** One answer. */
  public record Answer(int status, String contentType, String body) {
    /** The body as JSON. */
    public JsonNode json() {
      return QueryApi.json(body);
    }
  }

  private QueryApi(
      QueryConfig.StoreLogin timescaleLogin,
      QueryConfig.StoreLogin clickHouseLogin,
      String database,
      KeyLimitSettings limits,
      Optional<Components> log) {
    this(timescaleLogin, clickHouseLogin, database, limits, log, Duration.ofMinutes(1));
  }

  private QueryApi(
      QueryConfig.StoreLogin timescaleLogin,
      QueryConfig.StoreLogin clickHouseLogin,
      String database,
      KeyLimitSettings limits,
      Optional<Components> log,
      Duration slow) {
    var clock = InstantSource.fixed(NOW);
    Commands<AlertEvent> alertCommands =
        commands -> {
          decisions.addAll(commands);
          return new Commands.Outcome.Appended();
        };
    pool = TimescalePool.of(timescaleLogin, meters);
    var statements = new Statements(meters, slow);
    var timescale = new Timescale(pool, statements);
    clickHouse =
        new ClickHouse(
            clickHouseLogin.url(),
            clickHouseLogin.user(),
            clickHouseLogin.password(),
            database,
            statements);
    watch = new StoreWatch(timescale, clickHouse, meters);
    var fleet = log.isPresent() ? Fleet.awaitingLog(meters) : Fleet.withoutLog();
    log.ifPresent(components -> fill(fleet, components, timescale, clock));
    var trail = new AuditTrail(this::take, clock);
    var control = log.map(components -> new TestDesk(components, clock, meters));
    control.ifPresent(fed::add);
    var keys = control.map(TestDesk::keys).orElseGet(() -> AccessKeys.parse(TestKeys.SETTING));
    server =
        new QueryServer(
            "127.0.0.1",
            0,
            new Access(keys, new KeyLimits(limits)),
            new ServersEndpoint(
                fleet,
                timescale,
                clickHouse,
                Duration.ofDays(2),
                this::retire,
                alertCommands,
                clock),
            new RepairsEndpoint(timescale),
            new AnalyticsEndpoint(
                timescale, clickHouse, Duration.ofDays(2), clock, Optional.of(maintenance)),
            new ErrorsEndpoint(timescale, clickHouse, this::append, trail, clock),
            new AlertsEndpoint(timescale, alertCommands, clock),
            new LedgerEndpoint(timescale, clock),
            new MaintenanceEndpoint(Optional.of(maintenance), clock),
            new PatternsEndpoint(timescale, clock),
            new LiveEndpoint(AccessKeys.none(), Optional.empty()),
            new Administration(
                new AuditEndpoint(timescale, clock), control.map(desk -> desk.endpoints(trail))),
            meters);
    watch.start();
    server.start();
  }

  /** Over both stores, as the role the API has in production; without a broker, so no fleet. */
  public static QueryApi over(Components components) {
    return over(components, Optional.empty());
  }

  /** The same with a broker: the instances of the store in memory, and control. */
  public static QueryApi withFleet(Components components) {
    return over(components, Optional.of(components));
  }

  private static QueryApi over(Components components, Optional<Components> log) {
    return new QueryApi(
        TestFleet.timescaleLogin(components),
        TestFleet.clickHouseLogin(components),
        components.clickhouse().database(),
        UNLIMITED,
        log);
  }

  private void fill(Fleet fleet, Components components, Timescale timescale, InstantSource clock) {
    var log = new TestLog(components);
    fed.add(log);
    try {
      log.copy(components);
    } catch (SQLException e) {
      throw new IllegalStateException("The store has no instances", e);
    }
    var live =
        new Live(
            components.kafka(),
            log.topics(),
            fleet,
            AccessKeys.none(),
            new LiveLimits(1, 1, 1),
            clock,
            meters);
    fed.add(live);
    var costs = new Costs(fleet, timescale, clock);
    fed.add(costs);
    live.start();
    costs.start();
    await()
        .atMost(ofSeconds(90))
        .until(
            () ->
                fleet
                    .find("acme", "web-1")
                    .filter(instance -> instance.costNanos() != Instance.NONE)
                    .isPresent());
  }

  /** With such limits for each key. */
  public static QueryApi limitedTo(KeyLimitSettings limits, Components components) {
    return new QueryApi(
        TestFleet.timescaleLogin(components),
        TestFleet.clickHouseLogin(components),
        components.clickhouse().database(),
        limits,
        Optional.empty());
  }

  /** With the instances of the store in memory, and without the store of the long history. */
  public static QueryApi withFleetOnly(Components components) {
    return new QueryApi(
        TestFleet.timescaleLogin(components),
        new QueryConfig.StoreLogin("http://127.0.0.1:1", "nobody", "nothing"),
        "nowhere",
        UNLIMITED,
        Optional.of(components));
  }

  /** Every statement counts as slow. */
  public static QueryApi impatient(Components components) {
    return new QueryApi(
        TestFleet.timescaleLogin(components),
        TestFleet.clickHouseLogin(components),
        components.clickhouse().database(),
        UNLIMITED,
        Optional.empty(),
        Duration.ofNanos(1));
  }

  /** ClickHouse is away. */
  public static QueryApi withoutClickHouse(Components components) {
    return new QueryApi(
        TestFleet.timescaleLogin(components),
        new QueryConfig.StoreLogin("http://127.0.0.1:1", "nobody", "nothing"),
        "nowhere",
        UNLIMITED,
        Optional.empty());
  }

  /** TimescaleDB is away. */
  public static QueryApi withoutTimescale(Components components) {
    return new QueryApi(
        new QueryConfig.StoreLogin("jdbc:postgresql://127.0.0.1:1/none", "nobody", "nothing"),
        TestFleet.clickHouseLogin(components),
        components.clickhouse().database(),
        UNLIMITED,
        Optional.empty());
  }

  /** Asks as the tenant acme. */
  public Answer get(String pathAndQuery) {
    return get(pathAndQuery, TestKeys.ACME);
  }

  /** Asks with the given key. */
  public Answer get(String pathAndQuery, String key) {
    return send(request(pathAndQuery).header("Authorization", "Bearer " + key).build());
  }

  /** Asks as the tenant acme for a file. */
  public Answer csv(String pathAndQuery) {
    return csv(pathAndQuery, TestKeys.ACME);
  }

  /** Asks with the given key for a file. */
  public Answer csv(String pathAndQuery, String key) {
    return send(
        request(pathAndQuery)
            .header("Authorization", "Bearer " + key)
            .header("Accept", "text/csv")
            .build());
  }

  /** What was decided about alerts so far. */
  public List<AlertEvent> decisions() {
    return decisions;
  }

  /** Sends a decision as somebody who may decide for acme. */
  public Answer patch(String path, String body) {
    return patch(path, body, TestKeys.ACME_ADMIN);
  }

  /** Sends a decision with the given key. */
  public Answer patch(String path, String body, String key) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** What was appended since the last call. */
  public List<ErrorCommand> takeCommands() {
    var taken = List.copyOf(commands);
    commands.clear();
    return taken;
  }

  /** Whether what is appended from now on is acknowledged. */
  public void brokerAnswers(boolean answers) {
    brokerAnswers = answers;
  }

  /** Who was retired since the last call. */
  public List<InstanceKey> takeRetired() {
    var taken = List.copyOf(retired);
    retired.clear();
    return taken;
  }

  private Outcome retire(List<InstanceKey> given) {
    if (!brokerAnswers) {
      return new Outcome.Unavailable("away");
    }
    retired.addAll(given);
    return new Outcome.Appended();
  }

  /** What was taken down since the last call. */
  public List<AuditEvent> takeAudit() {
    var taken = List.copyOf(audited);
    audited.clear();
    return taken;
  }

  private Outcome take(List<AuditEvent> given) {
    if (!brokerAnswers) {
      return new Outcome.Unavailable("away");
    }
    audited.addAll(given);
    return new Outcome.Appended();
  }

  private Outcome append(List<ErrorCommand> given) {
    if (!brokerAnswers) {
      return new Outcome.Unavailable("away");
    }
    commands.addAll(given);
    return new Outcome.Appended();
  }

  /** Sends a body as the tenant acme. */
  public Answer post(String path, String body) {
    return post(path, TestKeys.ACME, body);
  }

  /** Sends no body, with the given key. */
  public Answer delete(String path, String key) {
    return send(request(path).header("Authorization", "Bearer " + key).DELETE().build());
  }

  /** Sends a body with the given key. */
  public Answer post(String path, String key, String body) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** A request to this API. */
  public HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery));
  }

  /** Sends a request as it is. */
  public Answer send(HttpRequest request) {
    return answer(exchange(request));
  }

  /** Without its headers. */
  public static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  /** The answer with its headers. */
  public HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("No answer to " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + request, e);
    }
  }

  /** Every endpoint that the server has, as {@code GET /path}. */
  public List<String> endpoints() {
    return server.endpoints();
  }

  int port() {
    return server.port();
  }

  Health health() {
    return watch.health();
  }

  MeterRegistry meters() {
    return meters;
  }

  /** Text as JSON, decimal numbers exact. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    server.close();
    try {
      for (var feeding : fed.reversed()) {
        feeding.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("It does not close", e);
    }
    watch.close();
    clickHouse.close();
    pool.close();
    http.close();
  }
}
