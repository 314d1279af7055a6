package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.UptimeHour;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an instance was in each status, hour by hour. */
final class UptimeTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Instant START = NOON.plusSeconds(600);
  private static final Instant ONE = NOON.plus(Duration.ofHours(1));

  private final StatusRoom room = new StatusRoom(START);

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void anHourCountsFromTheFirstContactOn() {
    beatThrough(START, ONE.plusSeconds(1));

    var row = lastOf(NOON);
    assertTimes(row, 3_000, 0, 0, 0, 0);
    assertThat(row.getUntilMs()).isEqualTo(ONE.toEpochMilli());
    assertThat(row.getReason()).isNull();
  }

  @Test
  void changesLeaveAtMostOncePerInterval() {
    beatThrough(START, START.plusSeconds(120));
    room.uptime();
    for (var second = 121; second < 180; second++) {
      var at = START.plusSeconds(second);
      var word = second % 2 == 0 ? "healthy" : "degraded";
      room.send(Heartbeats.withStatus(Heartbeats.at(at.toEpochMilli()), word), at);
    }
    room.tickThrough(START.plusSeconds(300));

    assertThat(room.uptime()).hasSizeBetween(1, 2);
  }

  @Test
  void silenceIsDownFromTheDeadlineOn() {
    room.send(Heartbeats.at(1), START).tickThrough(ONE.plusSeconds(1));

    assertTimes(lastOf(NOON), 180, 0, 2_820, 0, 0);
  }

  @Test
  void whatIsPlannedIsNotDown() {
    room.send(Heartbeats.withStatus(Heartbeats.at(1), "stopping"), START)
        .tickThrough(ONE.plusSeconds(1));

    assertTimes(lastOf(NOON), 0, 0, 0, 0, 3_000);
  }

  @Test
  void anOutageOfOursIsUnknownUntilTheInstanceIsHeardAgain() {
    beatThrough(START, START.plusSeconds(600));
    var back = START.plusSeconds(1_200);
    room.silentUntil(back).tickThrough(back.plusSeconds(29));
    beatThrough(back.plusSeconds(30), ONE.plusSeconds(1));

    assertTimes(lastOf(NOON), 3_000 - 630, 0, 0, 630, 0);
  }

  @Test
  void whoIsNotHeardAgainIsUnknownUntilItsDeadlineAndThenDown() {
    beatThrough(START, START.plusSeconds(600));
    var back = START.plusSeconds(1_200);
    room.silentUntil(back).tickThrough(ONE.plusSeconds(1));

    assertTimes(lastOf(NOON), 600, 0, 3_000 - 600 - 600 - 180, 600 + 180, 0);
  }

  @Test
  void everyHourOfALongOutageHasItsRow() {
    beatThrough(START, START.plusSeconds(600));
    var back = NOON.plus(Duration.ofHours(5));
    room.silentUntil(back).tickThrough(back.plusSeconds(10));

    var rows = room.uptime();
    for (var hour = 1; hour < 5; hour++) {
      assertTimes(lastOf(rows, NOON.plus(Duration.ofHours(hour))), 0, 0, 0, 3_600, 0);
    }
    assertTimes(lastOf(rows, NOON), 600, 0, 0, 2_400, 0);
  }

  @Test
  void aLateBatchGivesPastHoursANewRevisionWithItsReason() {
    beatThrough(START, START.plusSeconds(600));
    room.tickThrough(ONE.plusSeconds(600));
    var before = lastOf(NOON);
    assertTimes(before, 780, 0, 2_220, 0, 0);
    var revision = before.getRevision();

    var arrival = ONE.plusSeconds(600);
    for (var at = START.plusSeconds(660); at.isBefore(ONE); at = at.plusSeconds(60)) {
      room.append(Heartbeats.at(at.toEpochMilli()), arrival, true);
    }
    room.tickThrough(arrival.plusSeconds(61));

    var after = lastOf(NOON);
    assertTimes(after, 3_000, 0, 0, 0, 0);
    assertThat(after.getRevision()).isGreaterThan(revision);
    assertThat(after.getReason()).isEqualTo("late heartbeats show how it was for 2220 s");
  }

  @Test
  void aLateBatchProvesContactNowButSaysNothingOfNow() {
    room.send(Heartbeats.at(START.toEpochMilli()), START).tickThrough(START.plusSeconds(1_000));
    room.states();
    room.changes();

    var old = Heartbeats.at(START.plusSeconds(300).toEpochMilli());
    room.sendBatched(Heartbeats.withStatus(old, "degraded"), START.plusSeconds(1_000));

    assertThat(room.changes()).extracting(StatusChange::getToStatus).containsExactly("healthy");
    assertThat(room.states())
        .extracting(InstanceState::getStatus, InstanceState::getLastContactMs)
        .containsExactly(tuple("healthy", START.plusSeconds(1_000).toEpochMilli()));
  }

  private void beatThrough(Instant from, Instant end) {
    for (var at = from; !at.isAfter(end); at = at.plusSeconds(30)) {
      room.send(Heartbeats.at(at.toEpochMilli()), at);
    }
    room.tickThrough(end);
  }

  private UptimeHour lastOf(Instant hour) {
    return lastOf(room.uptime(), hour);
  }

  private static UptimeHour lastOf(List<UptimeHour> rows, Instant hour) {
    return rows.stream()
        .filter(row -> row.getHourMs() == hour.toEpochMilli())
        .reduce((one, later) -> later)
        .orElseThrow();
  }

  private static void assertTimes(
      UptimeHour row, long healthy, long degraded, long down, long unknown, long stopped) {
    assertThat(
            List.of(
                row.getHealthyMs(),
                row.getDegradedMs(),
                row.getDownMs(),
                row.getUnknownMs(),
                row.getStoppedMs()))
        .containsExactly(
            healthy * 1000, degraded * 1000, down * 1000, unknown * 1000, stopped * 1000);
  }
}
