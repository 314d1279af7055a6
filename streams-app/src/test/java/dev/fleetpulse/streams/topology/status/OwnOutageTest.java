package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody goes down by what is ours: no ticks, or an ingest process that vanished. */
final class OwnOutageTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Duration DOWN_AFTER = Duration.ofMillis(Heartbeats.DOWN_AFTER_MS);

  private final StatusRoom room = new StatusRoom(NOON);

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void thePlatformIsRaisedOnceAndClearedWhenTicksHaveSettled() {
    room.tickThrough(NOON.plusSeconds(10)).silentUntil(NOON.plusSeconds(100));
    room.tickThrough(NOON.plusSeconds(160));

    assertThat(room.alerts())
        .singleElement()
        .satisfies(
            raised -> {
              assertThat(raised.getKind()).isEqualTo("raised");
              assertThat(raised.getType()).isEqualTo("platform.outage");
              assertThat(raised.getTenant()).isEqualTo("-");
              assertThat(raised.getEvidence())
                  .containsEntry("outageFrom", "2026-04-01T12:00:10Z")
                  .containsEntry("recoveredAt", "2026-04-01T12:01:40Z");
            });

    room.tickThrough(NOON.plusSeconds(200));

    assertThat(room.alerts())
        .extracting(AlertEvent::getKind, AlertEvent::getAlertKey)
        .containsExactly(tuple("cleared", "platform.outage"));
  }

  @Test
  void readersLearnEachSecondHowLateItIsAndSinceWhenItRuns() {
    room.tickThrough(NOON.plusSeconds(10)).silentUntil(NOON.plusSeconds(100));
    room.clocks();
    room.tickThrough(NOON.plusSeconds(100));
    room.tick("ingest-2", NOON.plusMillis(100_500), false);

    assertThat(room.clocks())
        .singleElement()
        .satisfies(
            clock -> {
              assertThat(clock.getNowMs()).isEqualTo(NOON.plusSeconds(100).toEpochMilli());
              assertThat(clock.getRecoveredAtMs()).isEqualTo(clock.getNowMs());
              assertThat(clock.getOutageFromMs()).isEqualTo(NOON.plusSeconds(10).toEpochMilli());
            });
  }

  @Test
  void anInstanceWhoseIngestorVanishedIsExcusedOnce() {
    room.ticking("ingest-1", "ingest-2").tickThrough(NOON).send(Heartbeats.at(1), NOON);
    room.ticking("ingest-2").tickThrough(NOON.plus(DOWN_AFTER.multipliedBy(2)));
    assertThat(room.changes()).hasSize(1);

    room.tickThrough(NOON.plus(DOWN_AFTER.multipliedBy(2)).plusSeconds(1));

    assertThat(room.changes())
        .singleElement()
        .satisfies(
            down -> {
              assertThat(down.getToStatus()).isEqualTo("down");
              assertThat(down.getIngestor()).isEqualTo("ingest-1");
              assertThat(down.getChangedAtMs())
                  .isEqualTo(NOON.plus(DOWN_AFTER.multipliedBy(2)).toEpochMilli());
            });
  }

  @Test
  void itIsExcusedAlsoWhereTheIngestorCameBackMeanwhile() {
    room.ticking("ingest-1", "ingest-2").tickThrough(NOON).send(Heartbeats.at(1), NOON);
    room.ticking("ingest-2").tickThrough(NOON.plusSeconds(60));
    room.ticking("ingest-1", "ingest-2").tickThrough(NOON.plus(DOWN_AFTER).plusSeconds(1));

    assertThat(room.changes()).hasSize(1);
  }

  @Test
  void anIngestorThatSaidGoodbyeExcusesNobody() {
    room.ticking("ingest-1", "ingest-2").tickThrough(NOON).send(Heartbeats.at(1), NOON);
    room.tick("ingest-1", NOON.plusSeconds(1), true);
    room.ticking("ingest-2").tickThrough(NOON.plus(DOWN_AFTER).plusSeconds(1));

    assertThat(room.changes())
        .extracting(StatusChange::getToStatus)
        .containsExactly("healthy", "down");
  }

  @Test
  void theGraceAfterAnOutageIsNotGivenTwice() {
    room.send(Heartbeats.at(1), NOON).tickThrough(NOON.plusSeconds(10));
    var back = NOON.plusSeconds(1_000);
    room.silentUntil(back).ticking("ingest-2").tickThrough(back.plus(DOWN_AFTER).plusSeconds(1));

    assertThat(room.changes())
        .extracting(StatusChange::getToStatus)
        .containsExactly("healthy", "down");
  }

  @Test
  void whatStoppedOrWasDownBeforeAnOutageStaysSo() {
    var stopped = new InstanceKey("acme", "stopped");
    room.send(Heartbeats.at(1), NOON);
    room.send(Heartbeats.withStatus(Heartbeats.at(stopped, 1), "stopping"), NOON);
    room.tickThrough(NOON.plus(DOWN_AFTER).plusSeconds(1));
    room.changes();

    var back = NOON.plusSeconds(5_000);
    room.silentUntil(back).tickThrough(back.plus(DOWN_AFTER).plusSeconds(10));

    assertThat(room.changes()).isEmpty();
  }
}
