package dev.fleetpulse.streams.sink.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.LedgerHour;
import dev.fleetpulse.schemas.LedgerStore;
import dev.fleetpulse.schemas.RefusalCount;
import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.Stores;
import dev.fleetpulse.streams.sink.Deliveries;
import dev.fleetpulse.streams.sink.Records;
import dev.fleetpulse.streams.sink.Rows;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

@ExtendWith(RealComponents.class)
class TimescaleTablesIT {
  private static final long APPEND_MS = Records.HOUR.toEpochMilli() + 25;

  private static Database database;
  private static Timescale timescale;

  private static final HeartbeatRows READER = new HeartbeatRows(Rows.TOPICS);

  @BeforeAll
  static void migrate(Components components) {
    database = Stores.timescale(components);
    timescale = new Timescale(Stores.asSink(database));
  }

  @BeforeEach
  void empty() throws SQLException {
    Stores.rows(
        database,
        """
        WITH f AS (DELETE FROM fleetpulse.uptime_hourly), g AS (DELETE FROM fleetpulse.partition_clocks),
          a AS (DELETE FROM fleetpulse.instances), b AS (DELETE FROM fleetpulse.heartbeats),
          c AS (DELETE FROM fleetpulse.usage_hourly), d AS (DELETE FROM fleetpulse.error_groups),
          e AS (DELETE FROM fleetpulse.error_counts_hourly), h AS (DELETE FROM fleetpulse.patterns)
        SELECT 1
        """);
  }

  @Test
  void instancesKeepTheirGreatestRevision() throws SQLException {
    var table = new InstancesTable(timescale);

    write(table, InstanceRow.of(Records.instanceState("healthy", 5)));
    write(table, InstanceRow.of(Records.instanceState("down", 7)));
    write(table, InstanceRow.of(Records.instanceState("healthy", 6)));
    write(table, InstanceRow.of(Records.instanceState("down", 7)));

    var rows = Stores.rows(database, "SELECT * FROM fleetpulse.instances");
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst())
        .containsEntry("status", "down")
        .containsEntry("revision", 7L)
        .containsEntry("last_contact", Timestamp.from(Records.HOUR.plusMillis(1)))
        .containsEntry("last_timestamp", Timestamp.from(Records.HOUR))
        .containsEntry("memory_mb", 128.5)
        .containsEntry("routes_unhealthy", 1)
        .containsEntry("uptime_seconds", null);
    assertThat(
            Stores.rows(
                database,
                """
                SELECT last_heartbeat #>> '{metadata,zone}' AS zone,
                  last_heartbeat #>> '{usage,totalCost}' AS cost
                FROM fleetpulse.instances
                """))
        .containsExactly(Map.of("zone", "a", "cost", "0.0045"));
  }

  @Test
  void whoIsForgottenHasNoRowUnlessItIsHeardOfLater() throws SQLException {
    var table = new InstancesTable(timescale);
    var seen = InstanceRow.of(Records.instanceState("healthy", 5));

    write(table, seen);
    write(table, new InstanceRow(seen.instance(), 4, Optional.empty()));
    assertThat(Stores.rows(database, "SELECT status FROM fleetpulse.instances")).hasSize(1);

    write(table, new InstanceRow(seen.instance(), 6, Optional.empty()));
    assertThat(Stores.rows(database, "SELECT status FROM fleetpulse.instances")).isEmpty();

    write(table, InstanceRow.of(Records.instanceState("healthy", 7)));
    assertThat(Stores.rows(database, "SELECT revision FROM fleetpulse.instances"))
        .containsExactly(Map.of("revision", 7L));
  }

  @Test
  void uptimeKeepsItsGreatestRevisionWithTheReason() throws SQLException {
    var table = new UptimeHourlyTable(timescale);

    write(table, Records.uptimeHour(600_000, 5, null));
    write(table, Records.uptimeHour(0, 7, "late"));
    write(table, Records.uptimeHour(300_000, 6, null));

    assertThat(
            Stores.rows(database, "SELECT revision, down_ms, reason FROM fleetpulse.uptime_hourly"))
        .containsExactly(Map.of("revision", 7L, "down_ms", 0L, "reason", "late"));
  }

  @Test
  void aPartitionHasOneClockThatGoesOn() throws SQLException {
    var table = new PartitionClocksTable(timescale);

    write(table, Records.partitionClock(1, 5));
    write(table, Records.partitionClock(3, 7));
    write(table, Records.partitionClock(2, 6));

    assertThat(
            Stores.rows(
                database, "SELECT partition, revision, clock FROM fleetpulse.partition_clocks"))
        .containsExactly(
            Map.of(
                "partition",
                2,
                "revision",
                7L,
                "clock",
                Timestamp.from(Records.HOUR.plusSeconds(3))));
  }

  @Test
  void changesOfStatusAreNeverReplaced() throws SQLException {
    var table = new StatusChangesTable(timescale);

    write(table, Records.statusChange(null, "healthy", 5));
    write(table, Records.statusChange("healthy", "down", 6));
    write(table, Records.statusChange("healthy", "down", 6));

    assertThat(
            Stores.rows(
                database, "SELECT to_status FROM fleetpulse.status_changes ORDER BY revision"))
        .extracting(row -> row.get("to_status"))
        .containsExactly("healthy", "down");
  }

  @Test
  void heartbeatsKeepTheirFirstCopy() throws SQLException {
    var table = new HeartbeatsTable(timescale);

    table.write(List.of(Rows.of(READER, Records.heartbeat(100), 9, APPEND_MS)));
    table.write(List.of(Rows.of(READER, Records.heartbeat(50), 10, APPEND_MS + 1)));

    assertThat(Stores.rows(database, "SELECT * FROM fleetpulse.heartbeats"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("total_tokens", 100L)
                    .containsEntry("total_cost_nanos", 4_500_000L)
                    .containsEntry("total_calls", 1L)
                    .containsEntry("status", "healthy")
                    .containsEntry("uptime_seconds", null)
                    .containsEntry("memory_mb", 128.5)
                    .containsEntry("cpu_percent", 12.25)
                    .containsEntry("routes_unhealthy", 1)
                    .containsEntry("slowest_avg_ms", null)
                    .containsEntry("timestamp", Timestamp.from(Records.HOUR))
                    .containsEntry("append_time", Timestamp.from(Records.HOUR.plusMillis(25)))
                    .containsEntry("revision", (1L << 48) - 1 - 9));
  }

  @Test
  void heartbeatsEndAsTheFirstCopyOfEachHoweverTheyCome() throws SQLException {
    var random = new Random(4);
    var table = new HeartbeatsTable(timescale);
    for (var round = 0; round < 40; round++) {
      empty();
      var deliveries = new Deliveries(READER, table, random);

      for (var batch : deliveries.batches()) {
        assertThat(table.write(batch)).isEqualTo(new WriteOutcome.Written());
      }

      assertThat(
              Stores.rows(
                  database,
                  "SELECT total_tokens FROM fleetpulse.heartbeats ORDER BY \"timestamp\""))
          .extracting(row -> row.get("total_tokens"))
          .isEqualTo(deliveries.tokens());
    }
  }

  @Test
  void aBatchWithARepeatIsWrittenWholeAndOnce() throws SQLException {
    var table = new HeartbeatsTable(timescale);
    var later = Heartbeats.at(Records.HOUR.toEpochMilli() + 60_000);
    table.write(List.of(Rows.of(READER, Records.heartbeat(100), 1, APPEND_MS)));

    table.write(
        List.of(
            Rows.of(READER, later, 2, APPEND_MS),
            Rows.of(READER, Records.heartbeat(200), 3, APPEND_MS)));

    assertThat(
            Stores.rows(
                database, "SELECT total_tokens FROM fleetpulse.heartbeats ORDER BY \"timestamp\""))
        .extracting(row -> row.get("total_tokens"))
        .containsExactly(100L, null);
  }

  @Test
  void aHeartbeatThatCannotBeStoredIsRefusedWithTheWholeBatch() throws SQLException {
    var table = new HeartbeatsTable(timescale);
    var broken = Heartbeats.withStatus(Records.heartbeat(1), "nul\0");

    assertThat(table.write(List.of(Rows.of(READER, broken, 1, APPEND_MS))))
        .isInstanceOf(WriteOutcome.Refused.class);
    assertThat(Stores.rows(database, "SELECT 1 FROM fleetpulse.heartbeats")).isEmpty();
  }

  @Test
  void whatIsKeptNoLongerIsDropped() throws SQLException {
    var metrics = new SimpleMeterRegistry();
    var old = Heartbeats.at(System.currentTimeMillis() - Duration.ofDays(9).toMillis());
    var table = new HeartbeatsTable(timescale);
    table.write(List.of(Rows.of(READER, old, 1, APPEND_MS)));
    table.write(List.of(Rows.of(READER, Records.heartbeat(7), 2, APPEND_MS)));

    try (var expiry = new Expiry(Stores.asSink(database), metrics)) {
      expiry.run();
    }

    assertThat(Stores.rows(database, "SELECT total_tokens FROM fleetpulse.heartbeats"))
        .containsExactly(Map.of("total_tokens", 7L));
    assertThat(metrics.counter("fleetpulse.expiry.chunks.dropped").count()).isOne();
    assertThat(metrics.counter("fleetpulse.expiry.failures").count()).isZero();
  }

  @Test
  void anHourOfTheLedgerIsReplacedByWhatIsKnownLater() throws SQLException {
    var table = new LedgerHourlyTable(timescale);
    var hour =
        LedgerHour.newBuilder()
            .setTenant("acme")
            .setHourMs(Records.HOUR.toEpochMilli())
            .setLog("heartbeats")
            .setRevision(5)
            .setState("unbalanced")
            .setReason("clickhouse lacks 1 rows")
            .setAppended(7)
            .setUnique(5)
            .setDuplicate(1)
            .setTooLate(1)
            .setUnreadable(0)
            .setSampled(0)
            .setDifference(0)
            .setStores(Map.of("clickhouse", new LedgerStore("unbalanced", 4L, 0L, 1L, null)))
            .build();

    write(table, hour);
    write(table, LedgerHour.newBuilder(hour).setRevision(4).setState("open").build());

    assertThat(
            Stores.rows(
                database,
                "SELECT state, reason, appended, unique_records, stores::text AS stores"
                    + " FROM fleetpulse.ledger_hourly"))
        .containsExactly(
            Map.of(
                "state",
                "unbalanced",
                "reason",
                "clickhouse lacks 1 rows",
                "appended",
                7L,
                "unique_records",
                5L,
                "stores",
                "{\"clickhouse\": {\"rows\": 4, \"state\": \"unbalanced\", \"pending\": null,"
                    + " \"difference\": 1, \"deadLetters\": 0}}"));
  }

  @Test
  void refusalsOnlyGrow() throws SQLException {
    var table = new RefusalsHourlyTable(timescale);
    var hourMs = Records.HOUR.toEpochMilli();

    write(table, new RefusalCount("acme", hourMs, "malformed", "ingest-1", "start-1", 4L));
    write(table, new RefusalCount("acme", hourMs, "malformed", "ingest-1", "start-1", 3L));
    write(table, new RefusalCount("acme", hourMs, "malformed", "ingest-1", "start-2", 2L));

    assertThat(
            Stores.rows(
                database, "SELECT sum(count)::bigint AS count FROM fleetpulse.refusals_hourly"))
        .containsExactly(Map.of("count", 6L));
  }

  @Test
  void aRepairIsStoredOnceWithAllThatIsToldOfIt() throws SQLException {
    var table = new RepairsTable(timescale);
    var bare =
        Repair.newBuilder()
            .setTenant("acme")
            .setInstanceId("wlv_1")
            .setApp("shop")
            .setRepairId("0a")
            .setTimestampMs(Records.HOUR.toEpochMilli())
            .setRevision(5)
            .build();
    var told =
        Repair.newBuilder(bare)
            .setRepairId("0b")
            .setError("TypeError")
            .setResolution("null check")
            .setSuccess(false)
            .setTokens(1_820L)
            .setCostNanos(4_500_000L)
            .setMode("fast")
            .setModel("m")
            .setDurationMs(900L)
            .build();

    write(table, bare);
    write(table, told);
    write(table, Repair.newBuilder(told).setRevision(4).setApp("older").build());

    var rows = Stores.rows(database, "SELECT * FROM fleetpulse.repairs ORDER BY repair_id");
    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst()).containsEntry("success", null).containsEntry("tokens", null);
    assertThat(rows.getLast())
        .containsEntry("app", "shop")
        .containsEntry("repaired_at", Timestamp.from(Records.HOUR))
        .containsEntry("error", "TypeError")
        .containsEntry("resolution", "null check")
        .containsEntry("success", false)
        .containsEntry("tokens", 1_820L)
        .containsEntry("cost_nanos", 4_500_000L)
        .containsEntry("mode", "fast")
        .containsEntry("model", "m")
        .containsEntry("duration_ms", 900L);
  }

  @Test
  void usageKeepsItsGreatestRevision() throws SQLException {
    var table = new UsageHourlyTable(timescale);

    write(table, Records.usageHour(10, 5));
    write(table, Records.usageHour(30, 7));
    write(table, Records.usageHour(20, 6));

    assertThat(
            Stores.rows(
                database,
                """
                SELECT tokens, cost_nanos, step_from, by_category #>> '{heal,tokens}' AS heal,
                  by_model::text AS by_model
                FROM fleetpulse.usage_hourly
                """))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("tokens", 30L)
                    .containsEntry("cost_nanos", 123_456_789_012L)
                    .containsEntry("step_from", Timestamp.from(Records.HOUR.minusSeconds(1)))
                    .containsEntry("heal", "30")
                    .containsEntry("by_model", "{}"));
  }

  @Test
  void groupsKeepTheirGreatestRevisionAndTheirLists() throws SQLException {
    var table = new ErrorGroupsTable(timescale);

    write(table, Records.errorGroup(3, 7));
    write(table, Records.errorGroup(2, 6));

    assertThat(
            Stores.rows(
                database,
                """
                SELECT count, array_to_string(instances, '|') AS instances,
                  cardinality(releases) AS releases, status, kept, instances_exact,
                  release_spans->0->>'release' AS release,
                  status_since - resolved_at = INTERVAL '10 milliseconds' AS since
                FROM fleetpulse.error_groups
                """))
        .containsExactly(
            Map.of(
                "count",
                3L,
                "instances",
                "wlv_1|wlv \"2\"",
                "releases",
                0,
                "status",
                "regressed",
                "kept",
                2L,
                "instances_exact",
                false,
                "release",
                "1.0",
                "since",
                true));
  }

  @Test
  void countsKeepTheirGreatestRevision() throws SQLException {
    var table = new ErrorCountsHourlyTable(timescale);

    write(table, Records.errorCount(3, 7));
    write(table, Records.errorCount(2, 6));

    assertThat(Stores.rows(database, "SELECT count, kept FROM fleetpulse.error_counts_hourly"))
        .containsExactly(Map.of("count", 3L, "kept", 2L));
  }

  @Test
  void patternsKeepTheirGreatestRevisionAndTheirApps() throws SQLException {
    var table = new PatternsTable(timescale);

    write(table, Records.pattern("growing", 7));
    write(table, Records.pattern("open", 6));

    assertThat(
            Stores.rows(
                database,
                "SELECT status, app_count, apps->0->>'app' AS app, closed_at IS NULL AS is_open"
                    + " FROM fleetpulse.patterns"))
        .containsExactly(
            Map.of("status", "growing", "app_count", 1, "app", "shop", "is_open", true));
  }

  @Test
  void aValueThatCannotBeStoredIsRefusedWithTheWholeBatch() throws SQLException {
    var table = new UsageHourlyTable(timescale);
    var broken = UsageHour.newBuilder(Records.usageHour(1, 1)).setInstanceId("nul\0").build();

    var outcome =
        table.write(List.of(Rows.of(Records.usageHour(5, 5), 0, 0), Rows.of(broken, 1, 0)));

    assertThat(outcome).isInstanceOf(WriteOutcome.Refused.class);
    assertThat(Stores.rows(database, "SELECT 1 FROM fleetpulse.usage_hourly")).isEmpty();
  }

  @Test
  void aStoreThatIsNotThereIsUnavailable() {
    var nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");

    var outcome =
        new HeartbeatsTable(new Timescale(nowhere))
            .write(List.of(Rows.of(READER, Heartbeats.at(1), 1, 1)));

    assertThat(outcome).isInstanceOf(WriteOutcome.Unavailable.class);
  }

  @Test
  void aTableThatIsNotThereYetIsUnavailableToo(Components components) {
    var empty = new PGSimpleDataSource();
    empty.setUrl(components.timescale().jdbcUrl());
    empty.setUser(components.timescale().user());
    empty.setPassword(components.timescale().password());
    empty.setCurrentSchema("pg_catalog");

    var outcome =
        new HeartbeatsTable(new Timescale(empty))
            .write(List.of(Rows.of(READER, Heartbeats.at(1), 1, 1)));

    assertThat(outcome).isInstanceOf(WriteOutcome.Unavailable.class);
  }

  private static <V> void write(Table<V> table, V value) {
    assertThat(table.write(List.of(Rows.of(value, 0, APPEND_MS))))
        .isEqualTo(new WriteOutcome.Written());
  }
}
