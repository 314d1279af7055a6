package dev.fleetpulse.streams.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.Stores;
import dev.fleetpulse.streams.sink.Deliveries;
import dev.fleetpulse.streams.sink.HeartbeatJson;
import dev.fleetpulse.streams.sink.Records;
import dev.fleetpulse.streams.sink.Rows;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class ClickHouseTablesIT {
  private static ClickHouseEndpoint endpoint;
  private static Client client;
  private static ClickHouse clickHouse;

  private static final HeartbeatRows READER = new HeartbeatRows(Rows.TOPICS);

  @BeforeAll
  static void migrate(Components components) {
    endpoint = Stores.clickHouse(components);
    client = Stores.asSink(endpoint);
    clickHouse = new ClickHouse(client);
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @Test
  void heartbeatsKeepTheirFirstCopyAndAreWhole() {
    var table = new HeartbeatsTable(clickHouse);
    var appendMs = Records.HOUR.toEpochMilli() + 25;

    written(table.write(List.of(Rows.of(READER, Records.heartbeat(100), 9, appendMs))));
    written(table.write(List.of(Rows.of(READER, Records.heartbeat(50), 10, appendMs + 1))));
    written(table.write(List.of(Rows.of(READER, Records.heartbeat(100), 9, appendMs))));

    var rows =
        Stores.rows(
            endpoint,
            """
            SELECT toString(revision) AS revision, toUnixTimestamp64Milli(timestamp) AS sent,
              toUnixTimestamp64Milli(append_time) AS appended, total_tokens, memory_mb, version,
              uptime_seconds, payload
            FROM heartbeats FINAL
            """);
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst())
        .containsEntry("revision", Long.toString((1L << 48) - 1 - 9))
        .containsEntry("sent", Records.HOUR.toEpochMilli())
        .containsEntry("appended", appendMs)
        .containsEntry("total_tokens", 100L)
        .containsEntry("memory_mb", 128.5)
        .containsEntry("version", "1.2.3")
        .doesNotContainKey("uptime_seconds");
    assertThat(rows.getFirst().get("payload").toString())
        .contains("\"metadata\":{\"zone\":\"a\"}")
        .contains("\"color\":\"blue\"")
        .contains("\"cost\":0.0045")
        .doesNotContain("totalCost");
  }

  @Test
  void heartbeatsEndAsTheFirstCopyOfEachHoweverTheyCome() {
    var random = new Random(4);
    var table = new HeartbeatsTable(clickHouse);
    for (var round = 0; round < 10; round++) {
      Stores.execute(endpoint, "TRUNCATE TABLE heartbeats");
      var deliveries = new Deliveries(READER, table, random);

      deliveries.batches().forEach(batch -> written(table.write(batch)));

      assertThat(
              Stores.rows(endpoint, "SELECT total_tokens FROM heartbeats FINAL ORDER BY timestamp"))
          .extracting(row -> row.get("total_tokens"))
          .isEqualTo(deliveries.tokens());
    }
  }

  @Test
  void theSameInsertTwiceIsDroppedByItsToken() {
    Stores.execute(endpoint, "TRUNCATE TABLE heartbeats");
    var table = new HeartbeatsTable(clickHouse);
    var rows = List.of(Rows.of(READER, Records.heartbeat(100), 77, 5));

    written(table.write(rows));
    written(table.write(rows));

    assertThat(Stores.rows(endpoint, "SELECT total_tokens FROM heartbeats")).hasSize(1);
  }

  @Test
  void columnsAndRestAreTheWholeHeartbeat() throws Exception {
    Stores.execute(endpoint, "TRUNCATE TABLE heartbeats");
    var heartbeat = Records.heartbeat(100);
    written(new HeartbeatsTable(clickHouse).write(List.of(Rows.of(READER, heartbeat, 78, 5))));

    var whole = Stores.rows(endpoint, "SELECT whole FROM heartbeats").getFirst().get("whole");

    var json = new ObjectMapper();
    assertThat(json.readTree(whole.toString()))
        .isEqualTo(json.readTree(new HeartbeatJson().of(heartbeat)));
  }

  @Test
  void usageKeepsItsGreatestRevision() {
    var table = new UsageHourlyTable(clickHouse);

    write(table, Records.usageHour(10, 5));
    write(table, Records.usageHour(30, 7));
    write(table, Records.usageHour(20, 6));

    assertThat(
            Stores.rows(
                endpoint,
                """
                SELECT toUnixTimestamp(hour) AS hour, tokens, cost_nanos,
                  arrayStringConcat(category_names, ',') AS names,
                  arrayStringConcat(category_tokens, ',') AS tokens_by_name,
                  length(model_names) AS models, toUnixTimestamp64Milli(step_from) AS step_from
                FROM usage_hourly FINAL
                """))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .hasEntrySatisfying(
                        "hour",
                        hour ->
                            assertThat(hour)
                                .asString()
                                .isEqualTo(Long.toString(Records.HOUR.getEpochSecond())))
                    .containsEntry("tokens", 30L)
                    .containsEntry("cost_nanos", 123_456_789_012L)
                    .containsEntry("names", "chat,heal")
                    .containsEntry("tokens_by_name", "2,30")
                    .hasEntrySatisfying(
                        "models", models -> assertThat(models).asString().isEqualTo("0"))
                    .containsEntry("step_from", Records.HOUR.toEpochMilli() - 1_000));
  }

  @Test
  void occurrencesAreKeptOnce() {
    var table = new ErrorOccurrencesTable(clickHouse);

    write(table, Records.errorOccurrence("no", 7));
    write(table, Records.errorOccurrence("no", 7));

    assertThat(
            Stores.rows(
                endpoint,
                "SELECT message, tags['zone'] AS zone, release, stands_for FROM error_occurrences FINAL"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("message", "no")
                    .containsEntry("zone", "a")
                    .containsEntry("stands_for", 100L)
                    .doesNotContainKey("release"));
  }

  @Test
  void aValueThatCannotBeStoredIsRefused() {
    Stores.execute(
        endpoint, "ALTER TABLE error_occurrences ADD CONSTRAINT tame CHECK message != 'wild'");
    var table = new ErrorOccurrencesTable(clickHouse);

    assertThat(table.write(List.of(Rows.of(Records.errorOccurrence("wild", 8), 8, 0))))
        .isInstanceOf(WriteOutcome.Refused.class);
  }

  @Test
  void aStoreThatIsNotThereIsUnavailable() {
    try (var nowhere =
        new Client.Builder()
            .addEndpoint("http://127.0.0.1:1")
            .setUsername("nobody")
            .setPassword("none")
            .setMaxRetries(0)
            .build()) {
      var table = new HeartbeatsTable(new ClickHouse(nowhere));

      assertThat(table.write(List.of(Rows.of(READER, Heartbeats.at(1), 1, 1))))
          .isInstanceOf(WriteOutcome.Unavailable.class);
    }
  }

  private static <V> void write(Table<V> table, V value) {
    written(table.write(List.of(Rows.of(value, 0, 0))));
  }

  private static void written(WriteOutcome outcome) {
    assertThat(outcome).isEqualTo(new WriteOutcome.Written());
  }
}
