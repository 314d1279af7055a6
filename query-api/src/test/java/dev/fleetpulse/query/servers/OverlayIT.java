package dev.fleetpulse.query.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While we can't tell, what is shown is that we can't. */
@ExtendWith(RealComponents.class)
class OverlayIT {
  /**
   * At 12:30 the clock of partition 1 stands since 12:29:44, that of partition 2 runs again since
   * 12:28 after an outage that began at 12:10, and of partition 3 nothing is known.
   */
  private static final String ROWS =
      """
      INSERT INTO partition_clocks (partition, revision, clock, recovered_at, outage_from) VALUES
        (1, 1, '2026-06-10T12:29:44Z', '2026-06-01T00:00Z', NULL),
        (2, 1, '2026-06-10T12:29:50Z', '2026-06-10T12:28Z', '2026-06-10T12:10Z');
      INSERT INTO instances (tenant, instance_id, app, revision, status, reason, status_since,
        first_seen, last_contact, partition_clock, down_after_ms, partition)
      SELECT 'acme', id, 'overlay', 1, status, 'as recorded', '2026-06-10T08:00Z',
        '2026-06-01T00:00Z', contact::timestamptz, '2026-06-10T12:10Z', 180000, partition
      FROM (VALUES
        ('stands-healthy', 'healthy', '2026-06-10T12:29Z', 1),
        ('stands-down', 'down', '2026-06-10T11:29Z', 1),
        ('unheard', 'degraded', '2026-06-10T12:09Z', 2),
        ('heard', 'degraded', '2026-06-10T12:29Z', 2),
        ('down-before', 'down', '2026-06-10T11:00Z', 2),
        ('stopped', 'stopped', '2026-06-10T11:00Z', 2),
        ('no-clock', 'healthy', '2026-06-10T12:29Z', 3)) AS told (id, status, contact, partition)
      """;

  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    write(components);
    api = QueryApi.withFleet(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void whatCannotBeToldIsUnknownAndTheRestIsNot() {
    assertThat(statuses(api.get("/api/v1/servers?app=overlay&sort=name").json()))
        .isEqualTo(
            "down-before down, heard degraded, no-clock unknown, stands-down unknown,"
                + " stands-healthy unknown, stopped stopped, unheard unknown");
  }

  @Test
  void filterAndCountGoByWhatIsShown() {
    var unknown = api.get("/api/v1/servers?app=overlay&status=unknown&limit=2").json();

    assertThat(unknown.get("total").asLong()).isEqualTo(4);
    assertThat(unknown.get("servers")).hasSize(2);
    assertThat(api.get("/api/v1/servers?app=overlay&status=healthy").json().get("total").asLong())
        .isZero();
  }

  @Test
  void oneServerShowsBothWhatWeCannotTellAndWhatWasDecidedLast() {
    var unheard = api.get("/api/v1/servers/unheard").json();

    assertThat(unheard.at("/server/status").textValue()).isEqualTo("unknown");
    assertThat(unheard.at("/server/reason").textValue()).isEqualTo("platform_outage");
    assertThat(unheard.at("/server/statusSince").textValue()).isEqualTo("2026-06-10T12:10:00Z");
    assertThat(unheard.at("/evidence/status").textValue()).isEqualTo("degraded");
    assertThat(unheard.at("/evidence/reason").textValue()).isEqualTo("as recorded");
    assertThat(unheard.at("/evidence/platformClock").textValue()).isEqualTo("2026-06-10T12:29:50Z");
    assertThat(unheard.at("/evidence/recoveredAt").textValue()).isEqualTo("2026-06-10T12:28:00Z");
  }

  @Test
  void uptimeCountsAsUnknownWhatCannotBeTold() {
    var total = api.get("/api/v1/analytics/uptime?period=30m&app=overlay").json().get("total");

    // Six have a clock. Of the two whose clock stands, 16 seconds; of the unheard, all since 12:10.
    assertThat(total.get("healthySeconds").decimalValue()).isEqualByComparingTo("1784");
    assertThat(total.get("degradedSeconds").decimalValue()).isEqualByComparingTo("2390");
    assertThat(total.get("downSeconds").decimalValue()).isEqualByComparingTo("3574");
    assertThat(total.get("unknownSeconds").decimalValue()).isEqualByComparingTo("1222");
    assertThat(total.get("stoppedSeconds").decimalValue()).isEqualByComparingTo("1790");
  }

  private static String statuses(JsonNode list) {
    return StreamSupport.stream(list.get("servers").spliterator(), false)
        .map(server -> server.get("id").textValue() + " " + server.get("status").textValue())
        .collect(Collectors.joining(", "));
  }

  private static void write(Components components) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                components.timescale().jdbcUrl(),
                "fleetpulse_sink",
                components.clickhouse().password());
        var statement = connection.createStatement()) {
      statement.execute(ROWS);
    }
  }
}
