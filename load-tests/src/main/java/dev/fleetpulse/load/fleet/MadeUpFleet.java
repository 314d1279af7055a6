package dev.fleetpulse.load.fleet;

import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A fleet of one tenant with hourly rollups in both stores and its latest states in the log, made
 * up in the stores themselves. The same instance has the same figures in the same hour in both.
 */
public final class MadeUpFleet {
  /** Whose fleet it is. */
  public static final String TENANT = "bench";

  private static final Duration STATEMENT_MAX = Duration.ofMinutes(10);
  private static final int WRITERS = 2;

  /** What is asked for of uptime is not older. */
  private static final long UPTIME_HOURS = 48;

  private static final int APPS = 40;

  /** Figures of instance {@code i} in hour {@code h} since 1970; the same in both dialects. */
  private static final String USAGE =
      """
      INSERT INTO fleetpulse.usage_hourly (tenant, instance_id, hour, app, revision, samples, step_from, tokens,
        cost_nanos, calls, repairs, repair_successes, repair_failures, by_category, by_model)
      SELECT 'bench', 'i-' || lpad(i::text, 6, '0'), to_timestamp(h * 3600), 'app-' || i % 40, 1, 60, NULL, t,
             t * 2500, t / 500, i % 97 / 96, i % 97 / 96, 0,
             jsonb_build_object(
               'chat', jsonb_build_object('tokens', t - t / 3, 'cost_nanos', (t - t / 3) * 2500, 'calls', t / 500),
               'heal', jsonb_build_object('tokens', t / 3, 'cost_nanos', t / 3 * 2500, 'calls', 0)),
             jsonb_build_object(
               'model-' || i % 6, jsonb_build_object('tokens', t - t / 4, 'cost_nanos', (t - t / 4) * 2500, 'calls', t / 500),
               'model-' || (i + 1) % 6, jsonb_build_object('tokens', t / 4, 'cost_nanos', t / 4 * 2500, 'calls', 0))
      FROM generate_series(1, :instances) AS i
      CROSS JOIN LATERAL (SELECT :hour::bigint AS h) AS hour
      CROSS JOIN LATERAL (SELECT 1000 + (i * 7 + h * 13) % 5003 AS t) AS figures
      """;

  private static final String UPTIME =
      """
      INSERT INTO fleetpulse.uptime_hourly (tenant, instance_id, hour, app, revision, until, healthy_ms, degraded_ms,
        down_ms, unknown_ms, stopped_ms, reason)
      SELECT 'bench', 'i-' || lpad(i::text, 6, '0'), to_timestamp(h * 3600), 'app-' || i % 40, 1,
             to_timestamp(h * 3600 + 3600), 3600000 - d, 0, d, 0, 0, NULL
      FROM generate_series(1, :instances) AS i
      CROSS JOIN LATERAL (SELECT :hour::bigint AS h) AS hour
      CROSS JOIN LATERAL (SELECT CASE WHEN (i + h) % 211 = 0 THEN 600000 ELSE 0 END AS d) AS figures
      """;

  private static final String INSTANCES =
      """
      INSERT INTO fleetpulse.instances (tenant, instance_id, app, revision, status, reason, status_since, first_seen,
        last_contact, partition_clock, down_after_ms, ingestor, last_timestamp, version, server_name, uptime_seconds,
        memory_mb, cpu_percent, routes_total, routes_unhealthy, slowest_path, slowest_avg_ms, last_heartbeat, partition)
      SELECT 'bench', 'i-' || lpad(i::text, 6, '0'), 'app-' || i % 40, 1,
             CASE i % 10 WHEN 0 THEN 'degraded' ELSE 'healthy' END, 'says so itself', now() - INTERVAL '8 days',
             now() - INTERVAL '40 days', now(), now(), 180000, 'bench', now(), '1.' || i % 5, 'server ' || i,
             i * 11 % 90000, i % 2048, i % 100, 8, 0, '/api/search', i % 700, NULL, 0
      FROM generate_series(1, :instances) AS i
      """;

  private static final String HISTORY =
      """
      INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, step_from, tokens, cost_nanos, calls,
        repairs, repair_successes, repair_failures, category_names, category_tokens, category_cost_nanos,
        category_calls, model_names, model_tokens, model_cost_nanos, model_calls)
      SELECT 'bench', 'i-' || leftPad(toString(i), 6, '0'), toDateTime(h * 3600, 'UTC'), 'app-' || toString(i % 40),
             1, 60, NULL, t, t * 2500, intDiv(t, 500), intDiv(i % 97, 96), intDiv(i % 97, 96), 0,
             ['chat', 'heal'], [t - intDiv(t, 3), intDiv(t, 3)],
             [(t - intDiv(t, 3)) * 2500, intDiv(t, 3) * 2500], [intDiv(t, 500), 0],
             ['model-' || toString(i % 6), 'model-' || toString((i + 1) % 6)],
             [t - intDiv(t, 4), intDiv(t, 4)],
             [(t - intDiv(t, 4)) * 2500, intDiv(t, 4) * 2500], [intDiv(t, 500), 0]
      FROM (
        SELECT number % :instances + 1 AS i, intDiv(number, :instances) + :hour AS h,
               toInt64(1000 + (i * 7 + h * 13) % 5003) AS t
        FROM numbers(:rows))
      SETTINGS max_memory_usage = 3000000000
      """;

  private static final String CLOCK =
      """
      INSERT INTO fleetpulse.partition_clocks (partition, revision, clock, recovered_at, outage_from)
      VALUES (0, 1, now(), now() - INTERVAL '30 days', NULL)
      """;

  private final OwnStores stores;
  private final int instances;
  private final long lastHour;

  /**
   * Writes nothing yet.
   *
   * @param instances how many there are
   * @param now the last hour written is the one that runs
   */
  public MadeUpFleet(OwnStores stores, int instances, Instant now) {
    this.stores = stores;
    this.instances = instances;
    this.lastHour = now.truncatedTo(ChronoUnit.HOURS).getEpochSecond() / 3600;
  }

  /** So many rows of each rollup. */
  public long rows(int days) {
    return 24L * days * instances;
  }

  /** Writes instances, usage, and the uptime of two days into TimescaleDB. */
  public void fillTimescale(int days) throws IOException, InterruptedException, SQLException {
    execute(INSTANCES.replace(":instances", Integer.toString(instances)));
    execute(CLOCK);
    // What an operator would have who asks SQL for the list: the page's own filter and order.
    execute("CREATE INDEX ON fleetpulse.instances (tenant, status, instance_id)");
    // Rows come faster without them, and are in order again once they are made.
    execute("ALTER TABLE fleetpulse.usage_hourly DROP CONSTRAINT usage_hourly_pkey");
    execute("DROP INDEX fleetpulse.usage_hourly_by_hour");
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      var writing =
          LongStream.rangeClosed(lastHour - 24L * days + 1, lastHour)
              .<Callable<Void>>mapToObj(
                  hour ->
                      () -> {
                        execute(atHour(USAGE, hour));
                        if (hour > lastHour - UPTIME_HOURS) {
                          execute(atHour(UPTIME, hour));
                        }
                        return null;
                      })
              .map(threads::submit)
              .toList();
      for (var statement : writing) {
        await(statement);
      }
    }
    execute("ALTER TABLE fleetpulse.usage_hourly ADD PRIMARY KEY (tenant, instance_id, hour)");
    execute("CREATE INDEX usage_hourly_by_hour ON fleetpulse.usage_hourly (tenant, hour)");
    execute("VACUUM ANALYZE fleetpulse.usage_hourly");
    execute("VACUUM ANALYZE fleetpulse.uptime_hourly");
    execute("VACUUM ANALYZE fleetpulse.instances");
  }

  /** Writes usage into ClickHouse, a day each. */
  public void fillClickHouse(int days) throws IOException, InterruptedException {
    for (var day = days; day > 0; day--) {
      send(
          atHour(HISTORY, lastHour - 24L * day + 1)
              .replace(":rows", Long.toString(24L * instances)));
    }
  }

  /** Writes the latest state of each instance, as the room of status would have. */
  public void fillLog(String kafka, Topics topics) throws InterruptedException {
    var producing = Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    try (var admin =
            Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
        var producer =
            new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer())) {
      new TopicAdmin(admin).ensure(List.of(topics.instanceState(), topics.partitionClocks()));
      for (var i = 1; i <= instances; i++) {
        var state = state(i);
        append(producer, topics.instanceState(), key(state), state);
      }
      tick(producer, topics);
      producer.flush();
    }
  }

  /** Tells that the log's time goes on, so that nothing is shown as unknown. */
  void tick(KafkaProducer<byte[], byte[]> producer, Topics topics) {
    var now = System.currentTimeMillis();
    append(
        producer,
        topics.partitionClocks(),
        "0",
        PartitionClock.newBuilder()
            .setPartition(0)
            .setRevision(now)
            .setNowMs(now)
            .setRecoveredAtMs(now - Duration.ofDays(30).toMillis())
            .setOutageFromMs(null)
            .build());
  }

  private static InstanceKey key(InstanceState state) {
    return new InstanceKey(state.getTenant(), state.getInstanceId());
  }

  private static InstanceState state(int i) {
    var now = System.currentTimeMillis();
    var id = "i-%06d".formatted(i);
    return InstanceState.newBuilder()
        .setTenant(TENANT)
        .setInstanceId(id)
        .setApp("app-" + i % APPS)
        .setRevision(1)
        .setStatus(i % 10 == 0 ? "degraded" : "healthy")
        .setReason("says so itself")
        .setStatusSinceMs(now - Duration.ofDays(8).toMillis())
        .setFirstSeenMs(now - Duration.ofDays(40).toMillis())
        .setLastContactMs(now)
        .setDownAfterMs(180_000)
        .setPartitionClockMs(now)
        .setIngestor("bench")
        .setPartition(0)
        .setLastHeartbeat(
            Heartbeat.newBuilder()
                .setTenant(TENANT)
                .setApp("app-" + i % APPS)
                .setHash(ByteBuffer.allocate(0))
                .setDownAfterMs(180_000)
                .setIngestor("bench")
                .setIncarnation("bench")
                .setInstanceId(id)
                .setTimestampMs(now)
                .setVersion("1." + i % 5)
                .setServer(
                    Server.newBuilder()
                        .setName("server " + i)
                        .setUptimeSeconds((long) i * 11 % 90_000)
                        .build())
                .setProcess(
                    ProcessUsage.newBuilder()
                        .setMemoryMb((double) (i % 2048))
                        .setCpuPercent((double) (i % 100))
                        .build())
                .setRoutes(
                    Routes.newBuilder()
                        .setTotal(8)
                        .setUnhealthy(0)
                        .setSlowestPath("/api/search")
                        .setSlowestAvgMs((double) (i % 700))
                        .build())
                .build())
        .build();
  }

  private static <K, V> void append(
      KafkaProducer<byte[], byte[]> producer, Topic<K, V> topic, K key, V value) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(),
                topic.keys().serializer().serialize(topic.name(), key),
                topic.values().serializer().serialize(topic.name(), value)));
  }

  private String atHour(String sql, long hour) {
    return sql.replace(":instances", Integer.toString(instances))
        .replace(":hour", Long.toString(hour));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout(Math.toIntExact(STATEMENT_MAX.toSeconds()));
      statement.execute(sql);
    }
  }

  private Connection open() throws SQLException {
    var owner = stores.timescaleOwner();
    return DriverManager.getConnection(
        owner.jdbcUrl() + "?options=-c%20synchronous_commit=off", owner.user(), owner.password());
  }

  private void send(String sql) throws IOException, InterruptedException {
    var owner = stores.clickHouseOwner();
    var request =
        HttpRequest.newBuilder(URI.create(owner.url() + "/?database=" + owner.database()))
            .timeout(STATEMENT_MAX)
            .header("X-ClickHouse-User", owner.user())
            .header("X-ClickHouse-Key", owner.password())
            .POST(BodyPublishers.ofString(sql))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(answer.body());
      }
    }
  }

  private static void await(Future<Void> statement)
      throws IOException, InterruptedException, SQLException {
    try {
      statement.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    }
  }
}
