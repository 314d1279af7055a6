package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Duration EMIT = Duration.ofSeconds(60);
  private static final Duration OUTAGE = Duration.ofMinutes(30);
  private static final Instant DEADLINE = NOON.plusMillis(Heartbeats.DOWN_AFTER_MS);

  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new StatusTopology(
                      topics, Topics.ticks(new InMemorySchemas()), TestRoom.GENERATION, EMIT)
                  ::addTo,
          NOON);
  private final TestInputTopic<InstanceKey, Heartbeat> heartbeats =
      room.input(room.topics().heartbeats());
  private final TestOutputTopic<InstanceKey, InstanceState> states =
      room.output(room.topics().instanceState());
  private final TestOutputTopic<InstanceKey, StatusChange> changes =
      room.output(room.topics().statusChanges());

  private Instant now = NOON;

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void theFirstHeartbeatOpensTheState() {
    send(Heartbeats.at(NOON.toEpochMilli()), NOON);

    var state = states.readValue();
    assertThat(state.getStatus()).isEqualTo("healthy");
    assertThat(state.getFirstSeenMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(state.getLastHeartbeat().getTimestampMs()).isEqualTo(NOON.toEpochMilli());
    var change = changes.readValue();
    assertThat(change.getFromStatus()).isNull();
    assertThat(change.getToStatus()).isEqualTo("healthy");
  }

  @Test
  void everyHeartbeatIsAStateButOnlyNewsIsAChange() {
    send(Heartbeats.at(1), NOON);
    send(Heartbeats.at(2), NOON.plusSeconds(60));

    assertThat(states.readValuesToList())
        .extracting(InstanceState::getLastContactMs)
        .containsExactly(NOON.toEpochMilli(), NOON.plusSeconds(60).toEpochMilli());
    assertThat(changes.readValuesToList()).hasSize(1);
  }

  @Test
  void silenceBeyondTheThresholdIsDownWithTheEvidence() {
    send(Heartbeats.at(1), NOON);
    tickThrough(DEADLINE);
    assertThat(changes.readValuesToList()).hasSize(1);

    tickThrough(DEADLINE.plusSeconds(1));

    var down = changes.readValue();
    assertThat(down.getFromStatus()).isEqualTo("healthy");
    assertThat(down.getToStatus()).isEqualTo("down");
    assertThat(down.getReason()).isEqualTo("nothing received for 180 s");
    assertThat(down.getChangedAtMs()).isEqualTo(DEADLINE.toEpochMilli());
    assertThat(down.getLastContactMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(down.getPartitionClockMs()).isEqualTo(DEADLINE.plusSeconds(1).toEpochMilli());
    assertThat(down.getIngestor()).isEqualTo("ingest-1");
    assertThat(states.readValuesToList().getLast().getStatus()).isEqualTo("down");
  }

  @Test
  void contactInTimeMovesTheDeadline() {
    send(Heartbeats.at(1), NOON);
    send(Heartbeats.at(2), NOON.plusSeconds(120));
    tickThrough(DEADLINE.plusSeconds(1));
    assertThat(changes.readValuesToList()).hasSize(1);

    tickThrough(NOON.plusSeconds(301));

    assertThat(changes.readValue().getToStatus()).isEqualTo("down");
  }

  @Test
  void aHeartbeatAfterTheDeadlineIsAFallAndARise() {
    send(Heartbeats.at(1), NOON);
    changes.readValuesToList();

    send(Heartbeats.at(2), DEADLINE.plusSeconds(1));

    assertThat(changes.readValuesToList())
        .extracting(StatusChange::getToStatus)
        .containsExactly("down", "healthy");
  }

  @Test
  void anInstanceThatCameBackGoesDownAgain() {
    send(Heartbeats.at(1), NOON);
    tickThrough(DEADLINE.plusSeconds(1));
    send(Heartbeats.at(2), NOON.plusSeconds(600));
    changes.readValuesToList();

    tickThrough(NOON.plusSeconds(781));

    assertThat(changes.readValue().getToStatus()).isEqualTo("down");
  }

  @Test
  void silenceAfterAnAnnouncedStopIsPlanned() {
    send(Heartbeats.withStatus(Heartbeats.at(1), "stopping"), NOON);
    tickThrough(NOON.plusSeconds(3600));

    assertThat(changes.readValuesToList())
        .extracting(StatusChange::getToStatus)
        .containsExactly("stopped");
  }

  @Test
  void whatTheInstanceSaysOfItselfDegradesIt() {
    send(Heartbeats.withStatus(Heartbeats.at(1), "unhealthy"), NOON);
    send(Heartbeats.at(2), NOON.plusSeconds(60));
    send(Heartbeats.withUnhealthyRoutes(Heartbeats.at(3), 2), NOON.plusSeconds(120));

    assertThat(changes.readValuesToList())
        .extracting(StatusChange::getToStatus, StatusChange::getReason)
        .containsExactly(
            tuple("degraded", "the instance reports unhealthy"),
            tuple("healthy", "heartbeat received"),
            tuple("degraded", "unhealthy routes: 2"));
  }

  @Test
  void anOldHeartbeatProvesLifeButDoesNotReplaceTheLatest() {
    send(Heartbeats.withStatus(Heartbeats.at(1_000), "degraded"), NOON);
    tickThrough(DEADLINE.plusSeconds(1));
    states.readValuesToList();

    send(Heartbeats.at(500), DEADLINE.plusSeconds(2));

    var state = states.readValue();
    assertThat(state.getStatus()).isEqualTo("degraded");
    assertThat(state.getLastHeartbeat().getTimestampMs()).isEqualTo(1_000);
    assertThat(state.getLastContactMs()).isEqualTo(DEADLINE.plusSeconds(2).toEpochMilli());
  }

  @Test
  void nobodyGoesDownByAnOutageOfOurOwn() {
    send(Heartbeats.at(1), NOON);
    tickThrough(NOON.plusSeconds(10));
    now = NOON.plus(OUTAGE);
    tickThrough(NOON.plus(OUTAGE).plusMillis(Heartbeats.DOWN_AFTER_MS));
    assertThat(changes.readValuesToList()).hasSize(1);

    tickThrough(NOON.plus(OUTAGE).plusMillis(Heartbeats.DOWN_AFTER_MS + 1));

    var down = changes.readValue();
    assertThat(down.getToStatus()).isEqualTo("down");
    assertThat(down.getLastContactMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(down.getChangedAtMs())
        .isEqualTo(NOON.plus(OUTAGE).plusMillis(Heartbeats.DOWN_AFTER_MS).toEpochMilli());
  }

  /** Ticks until then, as ingest does every second, and then the heartbeat. */
  private void send(Heartbeat heartbeat, Instant appendTime) {
    tickUntil(appendTime);
    heartbeats.pipeInput(Heartbeats.INSTANCE, heartbeat, appendTime);
  }

  private void tickUntil(Instant end) {
    while (now.isBefore(end)) {
      tick(now);
      now = now.plusSeconds(1);
    }
    now = end;
  }

  private void tickThrough(Instant end) {
    tickUntil(end);
    tick(end);
  }

  private void tick(Instant appendTime) {
    heartbeats.pipeInput(null, null, appendTime);
  }
}
