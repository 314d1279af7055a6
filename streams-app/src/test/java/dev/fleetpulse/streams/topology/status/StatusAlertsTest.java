package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What raises alerts and what clears them. */
final class StatusAlertsTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Instant DEADLINE = NOON.plusMillis(Heartbeats.DOWN_AFTER_MS);

  private final StatusRoom room = new StatusRoom(NOON);

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void downIsRaisedAndContactClearsIt() {
    var tagged = Heartbeats.at(1);
    tagged.setRest("{\"metadata\":{\"tags\":{\"zone\":\"eu\",\"rack\":7}}}");
    room.send(tagged, NOON).tickThrough(DEADLINE.plusSeconds(1));

    assertThat(room.alerts())
        .singleElement()
        .satisfies(
            down -> {
              assertThat(down.getKind()).isEqualTo("raised");
              assertThat(down.getAlertKey()).isEqualTo("instance.down/wlv_1");
              assertThat(down.getSeverity()).isEqualTo("critical");
              assertThat(down.getApp()).isEqualTo("shop");
              assertThat(down.getEventId()).matches("fleet\\.heartbeats/0/\\d+/raised");
              assertThat(down.getTags()).isEqualTo(Map.of("zone", "eu"));
              assertThat(down.getEvidence())
                  .containsEntry("lastContact", NOON.toString())
                  .containsEntry("downAfterMs", "180000")
                  .containsEntry("ingestor", "ingest-1");
            });

    room.send(Heartbeats.at(2), NOON.plusSeconds(300));

    assertThat(kindsAndKeys()).containsExactly(tuple("cleared", "instance.down/wlv_1"));
  }

  @Test
  void whatAnInstanceTellsIsRaisedOncePerTellingAndClearedWhenItIsSilentAboutIt() {
    room.send(at(alerting("memory_leak", 5L, "error"), NOON), NOON);
    assertThat(room.alerts())
        .singleElement()
        .satisfies(
            raised -> {
              assertThat(raised.getAlertKey()).isEqualTo("heartbeat.memory_leak/wlv_1");
              assertThat(raised.getSeverity()).isEqualTo("critical");
              assertThat(raised.getMessage()).isEqualTo("it grows");
            });

    var next = NOON.plusSeconds(60);
    room.send(at(alerting("memory_leak", 5L, "error"), next), next);
    assertThat(room.alerts()).isEmpty();

    next = NOON.plusSeconds(120);
    room.send(at(alerting("memory_leak", 6L, "error"), next), next);
    assertThat(kindsAndKeys()).containsExactly(tuple("raised", "heartbeat.memory_leak/wlv_1"));

    next = NOON.plusSeconds(180);
    room.send(Heartbeats.at(next.toEpochMilli()), next);
    assertThat(kindsAndKeys()).containsExactly(tuple("cleared", "heartbeat.memory_leak/wlv_1"));
  }

  @Test
  void alertsOutOfAnOldQueueAreNotRaised() {
    room.send(Heartbeats.at(NOON.toEpochMilli()), NOON);
    var later = NOON.plus(Duration.ofHours(3));
    room.silentUntil(later);

    room.sendBatched(at(alerting("memory_leak", 5L, "error"), NOON.plusSeconds(600)), later);

    assertThat(room.alerts())
        .extracting(AlertEvent::getType)
        .containsOnly("platform.outage")
        .hasSize(1);
  }

  @Test
  void aClockThatIsWrongIsToldOfAndRaisedUntilItIsRight() {
    for (var minute = 0; minute < 3; minute++) {
      var at = NOON.plusSeconds(60L * minute);
      room.send(Heartbeats.at(at.minusSeconds(3_600).toEpochMilli()), at);
    }

    assertThat(room.states().getLast().getSkewMs()).isEqualTo(3_600_000);
    assertThat(kindsAndKeys()).containsExactly(tuple("raised", "instance.skew/wlv_1"));

    for (var minute = 3; minute < 12; minute++) {
      var at = NOON.plusSeconds(60L * minute);
      room.send(Heartbeats.at(at.toEpochMilli()), at);
    }

    assertThat(room.states().getLast().getSkewMs()).isZero();
    assertThat(kindsAndKeys()).containsExactly(tuple("cleared", "instance.skew/wlv_1"));
  }

  @Test
  void heartbeatsOfABatchSayNothingOfTheClock() {
    for (var minute = 0; minute < 6; minute++) {
      room.sendBatched(Heartbeats.at(NOON.toEpochMilli() - minute), NOON.plusSeconds(minute));
    }

    assertThat(room.states()).extracting(InstanceState::getSkewMs).containsOnlyNulls();
  }

  @Test
  void whoIsRetiredIsForgottenWithAllItsAlerts() {
    room.send(alerting("disk", null, null), NOON).tickThrough(DEADLINE.plusSeconds(1));
    room.alerts();
    room.states();

    room.retire(Heartbeats.INSTANCE, NOON.plusSeconds(400));

    assertThat(kindsAndKeys())
        .containsExactlyInAnyOrder(
            tuple("cleared", "instance.down/wlv_1"), tuple("cleared", "heartbeat.disk/wlv_1"));
    assertThat(room.stateRecords())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.key()).isEqualTo(Heartbeats.INSTANCE);
              assertThat(end.value()).isNull();
              assertThat(end.headers().lastHeader("revision").value()).hasSize(8);
            });

    room.send(Heartbeats.at(9), NOON.plusSeconds(500));

    assertThat(room.states().getLast().getFirstSeenMs())
        .isEqualTo(NOON.plusSeconds(500).toEpochMilli());
  }

  @Test
  void whoIsNotSeenForThirtyDaysIsForgotten() {
    room.send(Heartbeats.at(1), NOON).tickThrough(NOON.plusSeconds(200));
    room.states();
    var later = NOON.plus(Duration.ofDays(30));
    room.silentUntil(later.minusSeconds(10)).tickThrough(later.plusSeconds(20));

    assertThat(room.states()).last().isNull();
    assertThat(kindsAndKeys()).contains(tuple("cleared", "instance.down/wlv_1"));
  }

  private List<Tuple> kindsAndKeys() {
    return room.alerts().stream()
        .map(alert -> tuple(alert.getKind(), alert.getAlertKey()))
        .toList();
  }

  private static Heartbeat alerting(String type, Long timestampMs, String severity) {
    var heartbeat = Heartbeats.at(1);
    heartbeat.setAlerts(List.of(new HeartbeatAlert(type, "it grows", severity, timestampMs)));
    return heartbeat;
  }

  private static Heartbeat at(Heartbeat heartbeat, Instant timestamp) {
    heartbeat.setTimestampMs(timestamp.toEpochMilli());
    return heartbeat;
  }
}
