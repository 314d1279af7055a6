package dev.fleetpulse.streams.topology.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.VerdictCounts;
import dev.fleetpulse.schemas.VerdictHour;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.TestRoom;
import dev.fleetpulse.streams.topology.errors.ErrorsTopology;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

  @Test
  void eachHeartbeatGetsOneVerdictInTheHourTheLogTookIt() {
    try (var room = usage()) {
      var heartbeats = room.input(room.topics().heartbeats());
      var sent = Heartbeats.at(NOON.minusSeconds(30).toEpochMilli());
      heartbeats.pipeInput(Heartbeats.INSTANCE, sent, NOON);
      heartbeats.pipeInput(Heartbeats.INSTANCE, sent, NOON.plusSeconds(5));
      heartbeats.pipeInput(
          Heartbeats.INSTANCE,
          Heartbeats.at(NOON.minus(Duration.ofHours(26)).toEpochMilli()),
          NOON.plusSeconds(6));
      heartbeats.pipeInput(Heartbeats.INSTANCE, sent, NOON.plus(Duration.ofHours(1)));
      heartbeats.pipeInput(null, null, NOON.plus(Duration.ofHours(1)).plusSeconds(1));
      var told = room.output(room.topics().verdicts());
      assertThat(told.isEmpty()).isTrue();

      room.driver().advanceWallClockTime(INTERVAL);

      var counts = told.readValue();
      assertThat(counts.getRoom()).isEqualTo("usage");
      assertThat(counts.getPosition()).isEqualTo(5);
      assertThat(counts.getTimeMs())
          .isEqualTo(NOON.plus(Duration.ofHours(1)).plusSeconds(1).toEpochMilli());
      assertThat(counts.getHours())
          .containsExactly(
              hour("acme", NOON, 1, 1, 1), hour("acme", NOON.plus(Duration.ofHours(1)), 0, 1, 0));
      assertThat(told.isEmpty()).isTrue();
    }
  }

  @Test
  void onlyWhatHasChangedIsToldAgainAndNothingWhereNothingCame() {
    try (var room = usage()) {
      var heartbeats = room.input(room.topics().heartbeats());
      heartbeats.pipeInput(Heartbeats.INSTANCE, Heartbeats.at(NOON.toEpochMilli()), NOON);
      room.driver().advanceWallClockTime(INTERVAL);
      var told = room.output(room.topics().verdicts());
      told.readValuesToList();

      room.driver().advanceWallClockTime(INTERVAL);
      assertThat(told.isEmpty()).isTrue();
      heartbeats.pipeInput(null, null, NOON.plusSeconds(70));
      room.driver().advanceWallClockTime(INTERVAL);

      assertThat(told.readValuesToList())
          .extracting(VerdictCounts::getHours)
          .containsExactly(List.of());
    }
  }

  @Test
  void manyTenantsAreToldInSeveralRecordsOfWhichTheLastSaysHowFarTheyReach() {
    try (var room = usage()) {
      var heartbeats = room.input(room.topics().heartbeats());
      for (var number = 0; number < 1_001; number++) {
        var instance = new InstanceKey("tenant-" + number, "a");
        heartbeats.pipeInput(instance, Heartbeats.at(instance, NOON.toEpochMilli()), NOON);
      }
      room.driver().advanceWallClockTime(INTERVAL);

      var told = room.output(room.topics().verdicts()).readValuesToList();
      assertThat(told).extracting(VerdictCounts::getPosition).containsExactly(0L, 0L, 1_001L);
      assertThat(told.stream().flatMap(counts -> counts.getHours().stream()))
          .extracting(VerdictHour::getTenant)
          .doesNotHaveDuplicates()
          .hasSize(1_001);
    }
  }

  @Test
  void eachErrorReportGetsOneVerdict() {
    try (var room =
        new TestRoom(
            (topics, metrics) ->
                new ErrorsTopology(
                        topics, TestRoom.GENERATION, INTERVAL, LedgerPeriod.HOUR, metrics)
                    ::addTo,
            NOON)) {
      var errors = room.input(room.topics().errors());
      errors.pipeInput(new InstanceKey("acme", "a"), report("1"), NOON);
      errors.pipeInput(new InstanceKey("acme", "a"), report("1"), NOON.plusSeconds(1));
      errors.pipeInput(new InstanceKey("acme", "a"), report("2"), NOON.plusSeconds(2));
      errors.pipeInput(null, report("3"), NOON.plusSeconds(3));
      room.driver().advanceWallClockTime(INTERVAL);

      var counts = room.output(room.topics().verdicts()).readValue();
      assertThat(counts.getRoom()).isEqualTo("errors");
      assertThat(counts.getHours())
          .containsExactly(hour("-", NOON, 1, 0, 0), hour("acme", NOON, 2, 1, 0));
    }
  }

  @Test
  void keysThatNobodyOfOursWroteMakeNoTenants() {
    assertThat(LedgerTenant.ofKey("acme/web/1".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("acme");
    assertThat(LedgerTenant.ofKey(null)).isEqualTo("-");
    assertThat(LedgerTenant.ofKey(new byte[] {'a'})).isEqualTo("-");
    assertThat(LedgerTenant.ofKey(new byte[] {(byte) 0xff, '/', 'a'})).isEqualTo("-");
    assertThat(LedgerTenant.ofKey(new byte[] {'/', 'a'})).isEqualTo("-");
  }

  private static TestRoom usage() {
    return new TestRoom(
        (topics, metrics) ->
            new UsageTopology(
                    topics, TestRoom.GENERATION, INTERVAL, LogEnds.NONE, LedgerPeriod.HOUR, metrics)
                ::addTo,
        NOON);
  }

  private static ErrorReport report(String errorId) {
    return ErrorReport.newBuilder()
        .setTenant("acme")
        .setInstanceId("a")
        .setApp("shop")
        .setTimestampMs(NOON.toEpochMilli())
        .setErrorId(errorId)
        .setMessage("x")
        .setIngestor("ingest-1")
        .setIncarnation("start-1")
        .build();
  }

  private static VerdictHour hour(
      String tenant, Instant start, long unique, long duplicate, long tooLate) {
    return VerdictHour.newBuilder()
        .setTenant(tenant)
        .setHourMs(start.toEpochMilli())
        .setUnique(unique)
        .setDuplicate(duplicate)
        .setTooLate(tooLate)
        .build();
  }
}
