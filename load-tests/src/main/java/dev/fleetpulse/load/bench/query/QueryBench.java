package dev.fleetpulse.load.bench.query;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.load.bench.Spread;
import dev.fleetpulse.load.fleet.MadeUpFleet;
import dev.fleetpulse.load.fleet.RunningClock;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnBroker;
import dev.fleetpulse.load.stack.OwnProgram;
import dev.fleetpulse.load.stack.OwnPrograms;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The query API beside bare clients of the same stores: the list of servers out of memory beside
 * the same page by indexed SQL, and figures of the whole fleet beside the very statements that the
 * API sends for them, which are taken from what the stores were asked.
 */
public final class QueryBench {
  private static final int QUESTIONS = 30;
  private static final int WARM_UP = 8;
  private static final int READERS = 64;
  private static final double MEMORY_GOAL = 0.5;
  private static final double GOAL = 1.3;
  private static final double P99_GOAL = 5;
  private static final Duration READING = Duration.ofSeconds(15);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final List<String> JVM = List.of("-Xmx768m", "-XX:+UseSerialGC");

  /** The page as an API without a fleet in memory would ask for it. */
  private static final List<String> PAGE =
      List.of(
          """
          SELECT count(*) FROM instances WHERE tenant = 'bench' AND status = 'degraded'
          """,
          """
          SELECT instances.instance_id, server_name, instances.app, status, reason, status_since, last_contact, version,
                 uptime_seconds, memory_mb, cpu_percent, routes_total, routes_unhealthy, slowest_path, slowest_avg_ms,
                 coalesce(used.cost, 0) AS cost
          FROM instances
          LEFT JOIN (
            SELECT instance_id, sum(cost) AS cost
            FROM usage_hourly
            WHERE tenant = 'bench' AND hour >= date_trunc('hour', now()) - INTERVAL '24 hours'
            GROUP BY instance_id) AS used ON used.instance_id = instances.instance_id
          WHERE tenant = 'bench' AND status = 'degraded'
          ORDER BY cost DESC NULLS LAST, instances.instance_id
          LIMIT 50
          """);

  private final Path repository;
  private final int instances;
  private final int days;
  private final int historyDays;
  private final PrintStream out;
  private final List<NewKey> keys =
      Stream.generate(() -> NewKey.random(new SecureRandom())).limit(2).toList();

  /**
   * Measures nothing yet.
   *
   * @param days of rollups in both stores
   * @param historyDays of rollups in ClickHouse
   */
  public QueryBench(Path repository, int instances, int days, int historyDays, PrintStream out) {
    this.repository = repository;
    this.instances = instances;
    this.days = days;
    this.historyDays = historyDays;
    this.out = out;
  }

  /** Starts everything, fills it, measures, prints, and ends everything. */
  public void run() throws IOException, InterruptedException, SQLException {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    out.println("Starting stores, log and query API in " + folder);
    var classPaths = ClassPaths.built(repository);
    try (var registry = new OwnRegistry(folder);
        var broker = OwnBroker.in(folder, classPaths);
        var stores = new OwnStores(folder)) {
      registry.start();
      broker.start();
      broker.awaitReady();
      stores.start();
      var fleet = new MadeUpFleet(stores, instances, Instant.now());
      try (var schemas = new SchemaRegistry(registry.url(), REGISTRY_PATIENCE)) {
        var topics = Topics.with(schemas);
        fill(fleet, broker, topics);
        var programs = new OwnPrograms(classPaths, registry.url(), folder, JVM);
        try (var _ = new RunningClock(fleet, broker.bootstrapServers(), topics)) {
          measure(programs, broker, stores, folder);
        }
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void fill(MadeUpFleet fleet, KafkaProcess broker, Topics topics)
      throws IOException, InterruptedException, SQLException {
    var began = System.nanoTime();
    fleet.fillTimescale(days);
    out.printf("TimescaleDB: %,d rows of usage after %d s%n", fleet.rows(days), seconds(began));
    fleet.fillClickHouse(historyDays);
    out.printf(
        "ClickHouse: %,d rows of usage after %d s%n", fleet.rows(historyDays), seconds(began));
    fleet.fillLog(broker.bootstrapServers(), topics);
    out.printf("Log: %,d instances after %d s%n", instances, seconds(began));
  }

  private void measure(OwnPrograms programs, KafkaProcess broker, OwnStores stores, Path folder)
      throws IOException, InterruptedException, SQLException {
    var questions = new ArrayList<Question>();
    questions.add(
        new Question(
            "servers, filtered, by cost",
            "/api/v1/servers?status=degraded&sort=-cost&limit=50",
            MEMORY_GOAL,
            PAGE,
            List.of()));
    var passedOn =
        List.of(
            Question.passedOn("analytics, 24 hours", "/api/v1/analytics?period=24h", GOAL),
            Question.passedOn(
                "cost by model, 30 days", "/api/v1/analytics/cost?period=30d&groupBy=model", GOAL));
    questions.addAll(found(passedOn, programs, broker, stores, folder));
    var settings = settings();
    try (var api = programs.query(broker, stores, settings);
        var raw = new RawStores(stores)) {
      start(api);
      var worst = 0.0;
      for (var question : questions) {
        var ratio = compare(question, api.url(), raw);
        worst = question.goal() == GOAL ? Math.max(worst, ratio) : worst;
      }
      read(api.url());
      for (var question : questions) {
        plans(question, raw);
      }
      out.printf("ratio query %.2f goal %.2f%n", worst, GOAL);
    }
  }

  /** Asks each once while both stores tell what they are asked. */
  private List<Question> found(
      List<Question> questions,
      OwnPrograms programs,
      KafkaProcess broker,
      OwnStores stores,
      Path folder)
      throws IOException, InterruptedException, SQLException {
    var found = new ArrayList<Question>();
    try (var proxy = new RecordingProxy(URI.create(stores.clickHouseOwner().url()))) {
      var settings = settings();
      settings.put("FLEETPULSE_CLICKHOUSE_URL", proxy.url().toString());
      try (var api = programs.query(broker, stores, settings);
          var http = HttpClient.newHttpClient()) {
        start(api);
        for (var question : questions) {
          ask(http, api.url(), question.path());
          logStatements(stores, 0);
          var log = new StatementLog(folder.resolve("logs/timescale.log"));
          proxy.take();
          ask(http, api.url(), question.path());
          logStatements(stores, -1);
          // What watches over the stores asks, too, but not for rows of anything.
          var asked = log.since().stream().filter(sql -> sql.contains(MadeUpFleet.TENANT)).toList();
          var history =
              proxy.take().stream()
                  .filter(request -> request.uri().toString().contains("param_tenant"))
                  .toList();
          found.add(question.sending(asked, history));
          out.printf(
              "%s: %d statements to TimescaleDB, %d to ClickHouse%n",
              question.name(), asked.size(), history.size());
        }
      }
    }
    return found;
  }

  private double compare(Question question, URI api, RawStores raw)
      throws IOException, InterruptedException, SQLException {
    var ours = new ArrayList<Double>();
    var theirs = new ArrayList<Double>();
    try (var http = HttpClient.newHttpClient()) {
      for (var i = 0; i < WARM_UP + QUESTIONS; i++) {
        var began = System.nanoTime();
        ask(http, api, question.path());
        var between = System.nanoTime();
        raw.ask(question.statements(), question.requests());
        var end = System.nanoTime();
        if (i >= WARM_UP) {
          ours.add((between - began) / 1e6);
          theirs.add((end - between) / 1e6);
        }
      }
    }
    var ratio = Spread.of(ours).median() / Spread.of(theirs).median();
    out.printf("%s (median of %d, milliseconds)%n", question.name(), QUESTIONS);
    out.printf("  query API   %s%n", Spread.of(ours).text("%.1f"));
    out.printf("  bare client %s%n", Spread.of(theirs).text("%.1f"));
    out.printf("  ratio %.2f goal %.2f%n", ratio, question.goal());
    return ratio;
  }

  private void read(URI api) throws InterruptedException {
    var readers = new Readers(READERS, api, keys.stream().map(NewKey::text).toList());
    var pages =
        Stream.of("status", "-cost", "name", "-memory", "-last_heartbeat")
            .flatMap(
                sort ->
                    IntStream.range(0, 10)
                        .mapToObj(app -> "/api/v1/servers?app=app-%d&sort=%s".formatted(app, sort)))
            .toList();
    var details =
        IntStream.range(0, 50)
            .mapToObj(i -> "/api/v1/servers/i-%06d".formatted(1 + i * instances / 50))
            .toList();
    for (var mix : Map.of("pages of servers", pages, "single servers", details).entrySet()) {
      readers.ask(mix.getValue(), Duration.ofSeconds(5));
      var outcome = readers.ask(mix.getValue(), READING);
      out.printf(
          "%d readers of %s: %,d answers, %d failed, median %.1f ms, p99 %.1f ms, %.1f times (goal %.0f)%n",
          READERS,
          mix.getKey(),
          outcome.answered(),
          outcome.failed(),
          outcome.median() / 1e3,
          outcome.p99() / 1e3,
          (double) outcome.p99() / outcome.median(),
          P99_GOAL);
    }
  }

  private void plans(Question question, RawStores raw) throws SQLException {
    for (var sql : question.statements()) {
      out.printf("plan of %s%n", question.name());
      raw.plan(sql).forEach(line -> out.println("    " + line));
    }
  }

  private static void ask(HttpClient http, URI api, String path, NewKey key)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(api.resolve(path)).header("x-api-key", key.text()).build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
    }
  }

  private void ask(HttpClient http, URI api, String path) throws IOException, InterruptedException {
    ask(http, api, path, keys.getFirst());
  }

  private static void start(OwnProgram api) throws InterruptedException {
    api.start();
    api.awaitReady();
  }

  private Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put(
        "FLEETPULSE_KEYS",
        String.join(
            ",",
            keys.stream()
                .map(key -> OwnPrograms.setting(key, MadeUpFleet.TENANT, "read"))
                .toList()));
    settings.put("FLEETPULSE_LIMIT_KEY_REQUESTS", "1000000/PT1S");
    return settings;
  }

  private static void logStatements(OwnStores stores, int milliseconds) throws SQLException {
    var owner = stores.timescaleOwner();
    try (var connection =
            DriverManager.getConnection(owner.jdbcUrl(), owner.user(), owner.password());
        var statement = connection.createStatement()) {
      statement.execute(
          "ALTER ROLE fleetpulse_api SET log_min_duration_statement = " + milliseconds);
      statement.execute("ALTER SYSTEM SET log_min_duration_statement = " + milliseconds);
      statement.execute("SELECT pg_reload_conf()");
      // The signal has to reach every server process.
      statement.execute("SELECT pg_sleep(1)");
    }
  }

  private static long seconds(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }
}
