package dev.fleetpulse.streams.topology.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.TestRoom;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UsageTopologyTest {
  private static final Duration EMIT_INTERVAL = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final InstanceHourKey AT_NOON =
      new InstanceHourKey("acme", NOON.toEpochMilli(), "wlv_1");

  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new UsageTopology(
                      topics,
                      TestRoom.GENERATION,
                      EMIT_INTERVAL,
                      LogEnds.NONE,
                      LedgerPeriod.HOUR,
                      metrics)
                  ::addTo,
          NOON);
  private final TestInputTopic<InstanceKey, Heartbeat> heartbeats =
      room.input(room.topics().heartbeats());
  private final TestOutputTopic<InstanceHourKey, UsageHour> hours =
      room.output(room.topics().usageHourly());

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void figuresThatHaveNotLeftInTheIntervalLeaveAtOnce() {
    send(NOON.plusSeconds(20), 1_000);
    send(NOON.plusSeconds(80), 1_200);
    assertThat(hours.readValuesToList()).extracting(UsageHour::getTokens).containsExactly(0L, 200L);

    send(NOON.plusSeconds(110), 1_500);
    assertThat(hours.isEmpty()).isTrue();

    send(NOON.plusSeconds(121), 1_600);
    tick(NOON.plusSeconds(122));
    tick(NOON.plusSeconds(182));
    assertThat(hours.readValuesToList()).extracting(UsageHour::getTokens).endsWith(600L);
    assertThat(hours.isEmpty()).isTrue();
  }

  @Test
  void changesLeaveTogetherWhenTheIntervalEnds() {
    send(NOON, 1_000);
    tick(NOON.plusSeconds(1));
    hours.readKeyValuesToList();
    send(NOON.plusSeconds(10), 1_200);
    send(NOON.plusSeconds(20), 1_500);
    assertThat(hours.isEmpty()).isTrue();

    tick(NOON.plusSeconds(61));

    var rows = hours.readKeyValuesToList();
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().key).isEqualTo(AT_NOON);
    var row = rows.getFirst().value;
    assertThat(row.getTokens()).isEqualTo(500);
    assertThat(row.getSamples()).isEqualTo(3);
    assertThat(row.getStepFromMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(row.getByCategory()).isEqualTo(Map.of("heal", new UsageRise(500L, 5_000L, 0L)));
    assertThat(row.getRevision()).isEqualTo((1L << 48) | 3);
  }

  @Test
  void nothingLeavesTwiceUnlessItChanged() {
    send(NOON, 1_000);
    tick(NOON.plusSeconds(61));
    hours.readKeyValuesToList();

    send(NOON, 1_000);
    tick(NOON.plusSeconds(122));

    assertThat(hours.isEmpty()).isTrue();
    assertThat(verdicts("duplicate")).isEqualTo(1);
  }

  @Test
  void changesLeaveWhenAnHourOfTheLogEnds() {
    var before = NOON.plus(Duration.ofMinutes(59));
    send(before.plusSeconds(20), 1_000);
    tick(before.plusSeconds(21));
    hours.readKeyValuesToList();
    send(before.plusSeconds(50), 1_200);
    tick(before.plusSeconds(59));
    assertThat(hours.isEmpty()).isTrue();

    tick(NOON.plus(Duration.ofHours(1)));

    assertThat(hours.readValue().getTokens()).isEqualTo(200);
    assertThat(hours.isEmpty()).isTrue();
  }

  @Test
  void theLastChangesLeaveEvenWhenTicksStop() {
    send(NOON, 1_000);
    hours.readKeyValuesToList();
    send(NOON.plusSeconds(5), 1_100);

    room.driver().advanceWallClockTime(EMIT_INTERVAL);
    room.driver().advanceWallClockTime(EMIT_INTERVAL);

    assertThat(hours.readValue().getTokens()).isEqualTo(100);
    assertThat(hours.isEmpty()).isTrue();
  }

  @Test
  void aLateSampleCorrectsTheHourAfterItWithAGreaterRevision() {
    send(NOON.minusSeconds(1), 1_000);
    send(NOON.plusSeconds(1), 1_900);
    tick(NOON.plusSeconds(61));
    var first = hours.readKeyValuesToMap().get(AT_NOON);
    assertThat(first.getTokens()).isEqualTo(900);

    heartbeats.pipeInput(
        Heartbeats.INSTANCE,
        Heartbeats.withUsage(Heartbeats.at(NOON.minusMillis(500).toEpochMilli()), 1_400, 0),
        NOON.plusSeconds(70));
    tick(NOON.plusSeconds(122));

    var corrected = hours.readKeyValuesToMap();
    assertThat(corrected).hasSize(2);
    assertThat(corrected.get(AT_NOON).getTokens()).isEqualTo(500);
    assertThat(corrected.get(AT_NOON).getRevision()).isGreaterThan(first.getRevision());
  }

  @Test
  void whatComesTooLateIsCountedAndChangesNothing() {
    send(NOON, 1_000);
    tick(NOON.plusSeconds(61));
    hours.readKeyValuesToList();

    var tooOld = NOON.minus(Duration.ofHours(26));
    heartbeats.pipeInput(
        Heartbeats.INSTANCE,
        Heartbeats.withUsage(Heartbeats.at(tooOld.toEpochMilli()), 10, 0),
        NOON.plusSeconds(70));
    tick(NOON.plusSeconds(122));

    assertThat(hours.isEmpty()).isTrue();
    assertThat(verdicts("too_late")).isEqualTo(1);
  }

  @Test
  void anInstanceThatWasSilentForThirtyDaysIsANewOne() {
    send(NOON, 1_000);
    var later = NOON.plus(Duration.ofDays(32));
    tick(later.minus(Duration.ofDays(4)));
    assertThat(kept()).isEqualTo(1);

    tick(later);
    assertThat(kept()).isZero();
    assertThat(hours.readKeyValuesToList()).hasSize(1);

    send(later.plusSeconds(1), 1_700);
    assertThat(hours.readValue().getTokens()).isZero();
    send(later.plusSeconds(2), 1_900);
    tick(later.plusSeconds(70));
    assertThat(hours.readValue().getTokens()).isEqualTo(200);
  }

  @Test
  void aRetiredInstanceIsForgottenOnceNothingCanChangeItsHours() {
    send(NOON, 1_000);
    send(NOON.plusSeconds(1), 1_400);
    tick(NOON.plusSeconds(70));
    assertThat(hours.readKeyValuesToMap().get(AT_NOON).getTokens()).isEqualTo(400);

    retire(NOON.plus(Duration.ofHours(2)));
    assertThat(kept()).as("may still be corrected").isEqualTo(1);

    retire(NOON.plus(Duration.ofHours(27)));
    assertThat(kept()).isZero();
    assertThat(hours.isEmpty()).isTrue();
  }

  private void retire(Instant instant) {
    var headers = new RecordHeaders().add(Topics.RETIRE, new byte[0]);
    heartbeats.pipeInput(new TestRecord<>(Heartbeats.INSTANCE, null, headers, instant));
  }

  private int kept() {
    try (var all = room.driver().getKeyValueStore(UsageTopology.BLOCKS).all()) {
      var count = 0;
      for (; all.hasNext(); all.next()) {
        count++;
      }
      return count;
    }
  }

  private void send(Instant instant, long tokens) {
    var heartbeat = Heartbeats.at(instant.toEpochMilli());
    heartbeats.pipeInput(
        Heartbeats.INSTANCE, Heartbeats.withUsage(heartbeat, tokens, tokens * 10), instant);
  }

  private void tick(Instant instant) {
    heartbeats.pipeInput(null, null, instant);
  }

  private double verdicts(String verdict) {
    return room.metrics()
        .get("fleetpulse.usage.heartbeats")
        .tag("verdict", verdict)
        .counter()
        .count();
  }
}
