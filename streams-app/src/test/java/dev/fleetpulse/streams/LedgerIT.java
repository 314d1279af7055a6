package dev.fleetpulse.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The books of short hours, on real components: they balance, and they tell what is missing. */
@ExtendWith(RealComponents.class)
class LedgerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofMillis(200);

  private static Database timescale;
  private static ClickHouseEndpoint clickHouse;
  private static SchemaRegistry registry;
  private static Topics topics;
  private static Broker broker;
  private static RunningApp app;
  private static ScheduledExecutorService ticker;

  private final String tenant = "tenant-" + UUID.randomUUID();
  private final InstanceKey instance = new InstanceKey(tenant, "wlv_1");

  @BeforeAll
  static void start(Components components, @TempDir Path stateDir) throws Exception {
    timescale = Stores.timescale(components);
    clickHouse = Stores.clickHouse(components);
    registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
    topics = Topics.with(registry);
    broker = new Broker(components.kafka());
    app =
        new RunningApp(
            components, timescale, clickHouse, stateDir, Map.of("FLEETPULSE_LEDGER_HOUR", "PT5S"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(app.management("/readyz").body()).isEqualTo("ok\n"));
    ticker = Executors.newSingleThreadScheduledExecutor();
    var _ =
        ticker.scheduleAtFixedRate(LedgerIT::tickAll, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @AfterAll
  static void close() {
    ticker.shutdownNow();
    app.close();
    broker.close();
    registry.close();
  }

  @Test
  void everyHourBalancesAndARowThatGetsLostIsMissedUntilItIsBack() throws Exception {
    send();
    balances();

    execute("CREATE TABLE fleetpulse.aside AS SELECT * FROM fleetpulse.heartbeats" + theFirst());
    execute("DELETE FROM fleetpulse.heartbeats" + theFirst());

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ledger("state = 'unbalanced'"))
                    .singleElement()
                    .satisfies(
                        row ->
                            assertThat(row)
                                .containsEntry("reason", "timescale lacks 1 rows")
                                .containsEntry("timescale_difference", 1L)
                                .containsEntry("clickhouse_difference", 0L)));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(alerts())
                    .singleElement()
                    .satisfies(
                        alert -> {
                          assertThat(alert.getKind()).isEqualTo("raised");
                          assertThat(alert.getType()).isEqualTo("platform.loss");
                          assertThat(alert.getEvidence())
                              .containsEntry("timescale:difference", "1");
                        }));

    execute("INSERT INTO fleetpulse.heartbeats SELECT * FROM fleetpulse.aside");

    balances();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(alerts())
                    .extracting(AlertEvent::getKind)
                    .containsExactly("raised", "cleared"));
  }

  @Test
  void aRowThatClickHouseLostIsMissed() throws Exception {
    send();
    balances();

    Stores.execute(
        clickHouse,
        "ALTER TABLE heartbeats DELETE WHERE tenant = '%s' AND instance_id = 'wlv_1' SETTINGS mutations_sync = 2"
            .formatted(tenant));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        ledger("state = 'unbalanced'").stream()
                            .mapToLong(row -> (Long) row.get("clickhouse_difference"))
                            .sum())
                    .isEqualTo(20));
  }

  @Test
  void aTickThatCountsMoreThanIsThereIsALossOfExactlyThat() throws Exception {
    var incarnation = UUID.randomUUID().toString();
    for (var number = 0; number < 4; number++) {
      var heartbeat = Heartbeats.at(instance, Instant.now().toEpochMilli() + number);
      heartbeat.setIncarnation(incarnation);
      broker.send(topics.heartbeats(), instance, heartbeat);
    }
    var partition =
        broker
            .send(topics.heartbeats().name(), instance.toString().getBytes(UTF_8), null)
            .partition();
    var tick = new Tick("ingest-1", incarnation, Instant.now().toEpochMilli(), 11L, false);
    var codec = Topics.ticks(registry);
    var header = new RecordHeader(Topics.TICK, codec.serialize("fleet.heartbeats", tick));
    broker
        .producer()
        .send(
            new ProducerRecord<>(
                topics.heartbeats().name(), partition, null, null, null, List.of(header)))
        .get(10, TimeUnit.SECONDS);

    var source = "ingest-1/%s/%d".formatted(incarnation, partition);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Stores.rows(
                            timescale,
                            """
                            SELECT state, (lost_by->>'%1$s')::bigint AS lost
                            FROM fleetpulse.ledger_hourly
                            WHERE tenant = '*' AND log = 'front' AND jsonb_exists(lost_by, '%1$s')
                            """
                                .formatted(source)))
                    .containsExactly(Map.of("state", "unbalanced", "lost", 7L)));
    assertThat(
            broker.read(
                topics.alertEvents(),
                record ->
                    record.key() != null
                        && new String(record.value(), UTF_8).contains("lost:" + source)))
        .hasSize(1);
  }

  /** 24 heartbeats of which 20 are unique and stored, one too late, one garbage; 4 errors. */
  private void send() throws Exception {
    var now = Instant.now().toEpochMilli();
    for (var number = 0; number < 20; number++) {
      broker.send(topics.heartbeats(), instance, Heartbeats.at(instance, now + number));
    }
    broker.send(topics.heartbeats(), instance, Heartbeats.at(instance, now));
    broker.send(topics.heartbeats(), instance, Heartbeats.at(instance, now + 1));
    var tooLate = now - Duration.ofHours(26).toMillis();
    broker.send(topics.heartbeats(), instance, Heartbeats.at(instance, tooLate));
    broker.send(topics.heartbeats().name(), instance.toString().getBytes(UTF_8), new byte[] {1});
    for (var number = 0; number < 4; number++) {
      broker.send(topics.errors(), instance, report(now + Math.min(number, 2)));
    }
  }

  private void balances() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var rows = ledger("true");
              assertThat(rows).extracting(row -> row.get("state")).containsOnly("balanced");
              assertThat(sum(rows, "heartbeats", "appended")).isEqualTo(24);
              assertThat(sum(rows, "heartbeats", "unique_records")).isEqualTo(20);
              assertThat(sum(rows, "heartbeats", "duplicates")).isEqualTo(2);
              assertThat(sum(rows, "heartbeats", "too_late")).isEqualTo(1);
              assertThat(sum(rows, "heartbeats", "unreadable")).isEqualTo(1);
              assertThat(sum(rows, "heartbeats", "timescale_rows")).isEqualTo(20);
              assertThat(sum(rows, "heartbeats", "clickhouse_rows")).isEqualTo(20);
              assertThat(sum(rows, "errors", "appended")).isEqualTo(4);
              assertThat(sum(rows, "errors", "clickhouse_rows")).isEqualTo(3);
            });
  }

  private static long sum(List<Map<String, Object>> rows, String log, String column) {
    return rows.stream()
        .filter(row -> row.get("log").equals(log))
        .mapToLong(row -> (Long) row.get(column))
        .sum();
  }

  private List<Map<String, Object>> ledger(String condition) throws SQLException {
    return Stores.rows(
        timescale,
        """
        SELECT hour, log, state, reason, appended, unique_records, duplicates, too_late, unreadable,
          (stores->'timescale'->>'rows')::bigint AS timescale_rows,
          (stores->'clickhouse'->>'rows')::bigint AS clickhouse_rows,
          (stores->'timescale'->>'difference')::bigint AS timescale_difference,
          (stores->'clickhouse'->>'difference')::bigint AS clickhouse_difference
        FROM fleetpulse.ledger_hourly
        WHERE tenant = '%s' AND %s
        """
            .formatted(tenant, condition));
  }

  /** What was told of loss; the errors that were sent have news of their own. */
  private List<AlertEvent> alerts() {
    var keys = topics.alertEvents().keys().deserializer();
    var values = topics.alertEvents().values().deserializer();
    return broker
        .read(
            topics.alertEvents(),
            record -> {
              AlertKey key = keys.deserialize(record.topic(), record.key());
              return key.tenant().equals(tenant) && key.alertKey().startsWith("platform.loss/");
            })
        .stream()
        .map(record -> values.deserialize(record.topic(), record.value()))
        .toList();
  }

  private String theFirst() {
    return " WHERE tenant = '%1$s' AND \"timestamp\" = (SELECT max(\"timestamp\") FROM fleetpulse.heartbeats WHERE tenant = '%1$s')"
        .formatted(tenant);
  }

  private static void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                timescale.jdbcUrl(), timescale.user(), timescale.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private ErrorReport report(long timestampMs) {
    return ErrorReport.newBuilder()
        .setTenant(tenant)
        .setInstanceId("wlv_1")
        .setApp("shop")
        .setTimestampMs(timestampMs)
        .setMessage("x is null")
        .setIngestor("ingest-1")
        .setIncarnation("start-1")
        .build();
  }

  private static void tickAll() {
    for (var partition = 0; partition < topics.heartbeats().partitions(); partition++) {
      var _ =
          broker
              .producer()
              .send(new ProducerRecord<>(topics.heartbeats().name(), partition, null, null));
    }
  }
}
