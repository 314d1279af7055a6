package dev.fleetpulse.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From the topics that ingest writes to the rows in both stores. */
@ExtendWith(RealComponents.class)
class StreamsMainIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Database timescale;
  private static ClickHouseEndpoint clickHouse;
  private static SchemaRegistry registry;
  private static Topics topics;
  private static Broker broker;
  private static RunningApp app;

  private final String tenant = "tenant-" + UUID.randomUUID();
  private final InstanceKey instance = new InstanceKey(tenant, "wlv_1");

  @BeforeAll
  static void start(Components components, @TempDir Path stateDir) throws Exception {
    timescale = Stores.timescale(components);
    clickHouse = Stores.clickHouse(components);
    registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
    topics = Topics.with(registry);
    broker = new Broker(components.kafka());
    app = new RunningApp(components, timescale, clickHouse, stateDir);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(app.management("/readyz").body()).isEqualTo("ok\n"));
  }

  @AfterAll
  static void close() {
    app.close();
    broker.close();
    registry.close();
  }

  @Test
  void heartbeatsBecomeStateHistoryAndUsageInBothStores() throws Exception {
    var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    for (var minute = 0; minute < 3; minute++) {
      var sent = hour.plus(minute, ChronoUnit.MINUTES).toEpochMilli();
      var heartbeat = Heartbeats.at(instance, sent);
      broker.send(
          topics.heartbeats(),
          instance,
          Heartbeats.withUsage(heartbeat, 1_000 + minute * 100L, minute * 7L));
    }

    inTimescale(
        "SELECT status FROM fleetpulse.instances WHERE tenant =", Map.of("status", "healthy"));
    inTimescale(
        "SELECT to_status FROM fleetpulse.status_changes WHERE tenant =",
        Map.of("to_status", "healthy"));
    inTimescale(
        "SELECT tokens, cost_nanos, samples FROM fleetpulse.usage_hourly WHERE tenant =",
        Map.of("tokens", 200L, "cost_nanos", 14L, "samples", 3L));
    inTimescale(
        "SELECT count(*) AS heartbeats FROM fleetpulse.heartbeats WHERE tenant =",
        Map.of("heartbeats", 3L));
    inClickHouse(
        "SELECT toString(count()) AS heartbeats FROM heartbeats FINAL WHERE tenant =",
        Map.of("heartbeats", "3"));
    inClickHouse(
        "SELECT tokens, cost_nanos FROM usage_hourly FINAL WHERE tenant =",
        Map.of("tokens", 200L, "cost_nanos", 14L));
  }

  @Test
  void errorsBecomeGroupsCountsAndOccurrences() throws Exception {
    var now = Instant.now().toEpochMilli();
    for (var number = 0; number < 4; number++) {
      // The last repeats the one before it.
      var report = report(now + Math.min(number, 2));
      broker.send(topics.errors(), instance, report);
    }

    inTimescale(
        "SELECT count, title, category FROM fleetpulse.error_groups WHERE tenant =",
        Map.of("count", 3L, "title", "TypeError: x is null", "category", "null-dereference"));
    inTimescale(
        "SELECT sum(count)::bigint AS count FROM fleetpulse.error_counts_hourly WHERE tenant =",
        Map.of("count", 3L));
    inClickHouse(
        "SELECT toString(count()) AS count FROM error_occurrences FINAL WHERE tenant =",
        Map.of("count", "3"));
  }

  @Test
  void decisionsMeetTheirGroupAndTwoAppsMakeAPattern() throws Exception {
    var now = Instant.now().toEpochMilli();
    var shop = report(now);
    shop.setApp("shop");
    broker.send(topics.errors(), instance, shop);
    var billing = report(now);
    billing.setApp("billing");
    billing.setInstanceId("wlv_2");
    broker.send(topics.errors(), new InstanceKey(tenant, "wlv_2"), billing);

    inTimescale(
        "SELECT app_count, count, status FROM fleetpulse.patterns WHERE kind = 'category' AND tenant =",
        Map.of("app_count", 2, "count", 2L, "status", "open"));
    var signature = signatureOf("shop");
    broker.send(
        topics.errorCommands(),
        new GroupKey(tenant, signature, "shop"),
        ErrorCommand.newBuilder()
            .setTenant(tenant)
            .setApp("shop")
            .setSignature(signature)
            .setCommandId("1")
            .setAction("resolve")
            .setBy("ann")
            .setGivenAtMs(now)
            .build());
    inTimescale(
        "SELECT status, status_by, count FROM fleetpulse.error_groups WHERE app = 'shop' AND tenant =",
        Map.of("status", "resolved", "status_by", "ann", "count", 1L));

    shop.setTimestampMs(now + 1);
    broker.send(topics.errors(), instance, shop);

    inTimescale(
        "SELECT status, resolved_at < status_since AS later, count FROM fleetpulse.error_groups"
            + " WHERE app = 'shop' AND tenant =",
        Map.of("status", "regressed", "later", true, "count", 2L));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        broker
                            .read(
                                topics.alertEvents(),
                                record -> new String(record.key(), UTF_8).startsWith(tenant))
                            .stream()
                            .map(
                                record ->
                                    topics
                                        .alertEvents()
                                        .values()
                                        .deserializer()
                                        .deserialize(record.topic(), record.value()))
                            .filter(event -> event.getKind().equals("raised"))
                            .map(AlertEvent::getType))
                    .contains("error.regressed", "pattern.opened")
                    .filteredOn("error.new"::equals)
                    .hasSize(2));
  }

  private String signatureOf(String ofApp) throws Exception {
    return Stores.rows(
            timescale,
            "SELECT signature FROM fleetpulse.error_groups WHERE app = '%s' AND tenant = '%s'"
                .formatted(ofApp, tenant))
        .getFirst()
        .get("signature")
        .toString();
  }

  @Test
  void whatIsNotAvroGoesToTheDeadLettersOnceAndTheNextHeartbeatCounts() throws Exception {
    var key = (tenant + "/wlv_1").getBytes(UTF_8);
    var garbage = broker.send(topics.heartbeats().name(), key, "not avro".getBytes(UTF_8));
    broker.send(
        topics.heartbeats(), instance, Heartbeats.at(instance, 1 + Instant.now().toEpochMilli()));

    inTimescale(
        "SELECT status FROM fleetpulse.instances WHERE tenant =", Map.of("status", "healthy"));
    inTimescale(
        "SELECT samples FROM fleetpulse.usage_hourly WHERE tenant =", Map.of("samples", 1L));
    var letters = broker.read(topics.deadLetters(), record -> Arrays.equals(record.key(), key));
    assertThat(letters).hasSize(1);
    var letter = letters.getFirst();
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo("not avro".getBytes(UTF_8));
    assertThat(header(letter, "cause")).contains("Not Avro in the Confluent wire format");
    assertThat(header(letter, "topic")).isEqualTo("fleet.heartbeats");
    assertThat(header(letter, "partition")).isEqualTo(Integer.toString(garbage.partition()));
    assertThat(header(letter, "offset")).isEqualTo(Long.toString(garbage.offset()));
    assertThat(header(letter, "timestamp")).isEqualTo(Long.toString(garbage.timestamp()));
    assertThat(header(letter, "application")).isEqualTo("fleetpulse-usage-g" + app.generation());
    assertThat(
            app.metric(
                "fleetpulse_streams_records_failed_total{application=\"fleetpulse-status-g%d\",fault=\"unreadable\"}"
                    .formatted(app.generation())))
        .isEqualTo(1);
  }

  private ErrorReport report(long timestampMs) {
    return ErrorReport.newBuilder()
        .setTenant(tenant)
        .setInstanceId(instance.instanceId())
        .setApp("shop")
        .setTimestampMs(timestampMs)
        .setType("TypeError")
        .setMessage("x is null")
        .setStack("TypeError: x is null\n    at f (/srv/a.js:1:2)\n")
        .setIngestor("ingest-1")
        .setIncarnation("start-1")
        .build();
  }

  /** Waits until the query, which ends where the tenant's name belongs, has this one row. */
  private void inTimescale(String query, Map<String, Object> row) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Stores.rows(timescale, query + " '" + tenant + "'"))
                    .containsExactly(row));
  }

  /** Waits until the query, which ends where the tenant's name belongs, has this one row. */
  private void inClickHouse(String query, Map<String, Object> row) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Stores.rows(clickHouse, query + " '" + tenant + "'"))
                    .containsExactly(row));
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }
}
