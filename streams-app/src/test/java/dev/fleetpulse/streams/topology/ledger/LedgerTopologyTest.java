package dev.fleetpulse.streams.topology.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerHour;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.VerdictCounts;
import dev.fleetpulse.schemas.VerdictHour;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.TestRoom;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LedgerTopologyTest {
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Instant SETTLED = NOON.plus(Duration.ofMinutes(62));
  private static final LedgerKey AT_NOON = new LedgerKey("acme", NOON.toEpochMilli(), "heartbeats");
  private static final LedgerKey FRONT_AT_NOON = new LedgerKey("*", NOON.toEpochMilli(), "front");
  private static final Facts FACTS = new Facts(TestRoom.GENERATION);

  private final ConfluentAvro<Tick> ticks = Topics.ticks(new InMemorySchemas());
  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new LedgerTopology(
                      topics,
                      ticks,
                      TestRoom.GENERATION,
                      TestRoom.GENERATION,
                      LedgerPeriod.HOUR,
                      INTERVAL,
                      1)
                  ::addTo,
          NOON);
  private final TestInputTopic<InstanceKey, Heartbeat> heartbeats =
      room.input(room.topics().heartbeats());
  private final TestInputTopic<String, VerdictCounts> verdicts =
      room.input(room.topics().verdicts());
  private final TestInputTopic<LedgerKey, LedgerFact> census =
      room.input(room.topics().ledgerFacts());
  private final TestInputTopic<byte[], byte[]> deadLetters =
      room.input(room.topics().deadLetters());
  private final TestOutputTopic<LedgerKey, LedgerHour> hours =
      room.output(room.topics().ledgerHourly());
  private final TestOutputTopic<AlertKey, AlertEvent> alerts =
      room.output(room.topics().alertEvents());

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void anHourBalancesWhenEveryRecordHasAVerdictAndEveryUniqueOneIsInEachStore() {
    send(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2));
    tick(0, SETTLED, false);
    verdict(2, 1, 0, 4);
    tell();
    assertThat(row().getState()).isEqualTo("pending");
    assertThat(row().getReason())
        .isEqualTo("timescale has not been counted yet; clickhouse has not been counted yet");

    counted("timescale", 2);
    counted("clickhouse", 2);

    assertThat(row().getState()).isEqualTo("balanced");
    assertThat(row().getAppended()).isEqualTo(3);
    assertThat(row().getStores()).containsOnlyKeys("timescale", "clickhouse");
    assertThat(row().getStores().get("timescale").getRows()).isEqualTo(2);
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void anHourThatIsNotOverIsOpenWhateverIsMissing() {
    send(NOON, NOON.plusSeconds(1));
    tell();

    assertThat(row().getState()).isEqualTo("open");
    assertThat(row().getDifference()).isEqualTo(2);
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void aRoomThatHasYetToDecideIsPendingInOffsets() {
    send(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2));
    tick(0, SETTLED, false);
    verdict(1, 0, 0, 1);
    tell();

    assertThat(row().getState()).isEqualTo("pending");
    assertThat(row().getReason()).isEqualTo("usage has yet to decide on 2 records");
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void aRecordWithoutAVerdictIsLossOnceTheRoomHasPassedIt() {
    send(NOON, NOON.plusSeconds(1), NOON.plusSeconds(2));
    tick(0, SETTLED, false);
    verdict(2, 0, 0, 4);
    tell();

    assertThat(row().getState()).isEqualTo("unbalanced");
    assertThat(row().getDifference()).isEqualTo(1);
    assertThat(row().getReason()).startsWith("1 records have no verdict");
    var alert = alerts.readKeyValue();
    assertThat(alert.key).hasToString("acme/platform.loss/heartbeats/2026-04-01T12:00:00Z");
    assertThat(alert.value.getKind()).isEqualTo("raised");
    assertThat(alert.value.getSeverity()).isEqualTo("critical");
    assertThat(alert.value.getEvidence()).containsEntry("difference", "1");
  }

  @Test
  void aVerdictTooManyDoesNotBalanceEither() {
    send(NOON);
    tick(0, SETTLED, false);
    verdict(1, 1, 0, 2);
    tell();

    assertThat(row().getState()).isEqualTo("unbalanced");
    assertThat(row().getDifference()).isEqualTo(-1);
  }

  @Test
  void aMissingRowRaisesOneAlertThatIsClearedWhenItIsBack() {
    send(NOON, NOON.plusSeconds(1));
    tick(0, SETTLED, false);
    verdict(2, 0, 0, 3);
    tell();
    counted("timescale", 2);
    counted("clickhouse", 1);
    assertThat(row().getState()).isEqualTo("unbalanced");
    assertThat(row().getStores().get("clickhouse").getDifference()).isEqualTo(1);
    counted("clickhouse", 1);
    counted("clickhouse", 2);
    counted("clickhouse", 0);
    assertThat(row().getReason()).isEqualTo("clickhouse lacks 2 rows");

    assertThat(alerts.readValuesToList())
        .extracting(AlertEvent::getEventId)
        .containsExactly("raised-1", "cleared-1", "raised-2");
  }

  @Test
  void aStoreWithoutAnyRowOfATenantLacksThemAll() {
    send(NOON, NOON.plusSeconds(1));
    tick(0, SETTLED, false);
    verdict(2, 0, 0, 3);
    tell();
    counted("timescale", 2);

    censused("clickhouse", 0);

    assertThat(row().getReason()).isEqualTo("clickhouse lacks 2 rows");
  }

  @Test
  void whatAStoreHasYetToTakeIsPendingInOffsetsAndWhatIsNotKeptIsUnchecked() {
    send(NOON);
    tick(0, SETTLED, false);
    verdict(1, 0, 0, 2);
    tell();
    censused("timescale", Facts.UNCHECKED);
    censused("clickhouse", 17);
    assertThat(row().getState()).isEqualTo("pending");
    assertThat(row().getReason()).isEqualTo("clickhouse has yet to take 17 records");
    assertThat(row().getStores().get("timescale").getState()).isEqualTo("unchecked");

    counted("clickhouse", 1);

    assertThat(row().getState()).isEqualTo("balanced");
  }

  @Test
  void whatTheRoomGaveUpIsCountedOnceHoweverOftenItsLetterCame() {
    send(NOON, NOON.plusSeconds(1));
    tick(0, SETTLED, false);
    verdict(1, 0, 0, 3);
    var application = "fleetpulse-usage-g" + TestRoom.GENERATION.number();
    letter(application, "acme/wlv_1", new byte[] {1}, 1);
    letter(application, "acme/wlv_1", new byte[] {1}, 1);
    letter("fleetpulse-status-g1", "acme/wlv_1", new byte[] {1}, 1);
    tell();

    assertThat(row().getUnreadable()).isEqualTo(1);
    assertThat(row().getDifference()).isZero();
  }

  @Test
  void aRowThatAStoreRefusedIsNotMissing() {
    send(NOON, NOON.plusSeconds(1));
    tick(0, SETTLED, false);
    verdict(2, 0, 0, 3);
    tell();
    var value =
        room.topics()
            .heartbeats()
            .values()
            .serializer()
            .serialize("fleet.heartbeats", Heartbeats.at(NOON.toEpochMilli()));
    letter("timescale-heartbeats", "acme/wlv_1", value, 0);
    letter("timescale-heartbeats", "acme/wlv_1", value, 0);
    counted("timescale", 1);
    counted("clickhouse", 2);

    assertThat(row().getState()).isEqualTo("balanced");
    assertThat(row().getStores().get("timescale").getDeadLetters()).isEqualTo(1);
  }

  @Test
  void recordsWhoseKeyNamesNobodyHaveBooksOfTheirOwn() {
    var raw =
        room.driver()
            .createInputTopic(
                "fleet.heartbeats",
                Serdes.ByteArray().serializer(),
                Serdes.ByteArray().serializer());
    raw.pipeInput("no slash".getBytes(UTF_8), new byte[] {1}, NOON);
    raw.pipeInput(null, new byte[] {1}, NOON);
    tick(0, SETTLED, false);
    tell();

    assertThat(hours.readKeyValuesToMap())
        .hasEntrySatisfying(
            new LedgerKey("-", NOON.toEpochMilli(), "heartbeats"),
            row -> assertThat(row.getAppended()).isEqualTo(2));
  }

  @Test
  void aTickThatCountsMoreThanIsThereIsALossOfExactlyThat() {
    send(NOON, NOON.plusSeconds(1));
    tick(5, NOON.plusSeconds(2), false);
    tick(5, NOON.plusSeconds(3), false);

    var rows = hours.readKeyValuesToList();
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst().key).isEqualTo(FRONT_AT_NOON);
    var row = rows.getFirst().value;
    assertThat(row.getLost()).isEqualTo(3);
    assertThat(row.getLostBy()).isEqualTo(Map.of("ingest-1/start-1/0", 3L));
    assertThat(row.getState()).isEqualTo("unbalanced");
    var alert = alerts.readKeyValue();
    assertThat(alert.key).hasToString("*/platform.loss/front/2026-04-01T12:00:00Z");
    assertThat(alert.value.getEvidence())
        .containsEntry("lost", "3")
        .containsEntry("lost:ingest-1/start-1/0", "3");
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void moreThanWasAcknowledgedIsFineAndHidesNothingThatWasProvenBefore() {
    send(NOON);
    tick(2, NOON.plusSeconds(1), false);
    send(NOON.plusSeconds(2), NOON.plusSeconds(3), NOON.plusSeconds(4));
    tick(3, NOON.plusSeconds(5), true);

    assertThat(hours.readKeyValuesToMap().get(FRONT_AT_NOON).getLost()).isEqualTo(1);
  }

  @Test
  void anotherStartOfTheProcessCountsFromZero() {
    send(NOON, NOON.plusSeconds(1));
    tick(2, NOON.plusSeconds(2), true);
    tick(0, NOON.plusSeconds(3), false);

    assertThat(hours.isEmpty()).isTrue();
  }

  @Test
  void factsOfAnotherGenerationSayNothing() {
    var other = new Facts(new Generation(7));
    var fact = other.lost(new LogHour(NOON.toEpochMilli(), Log.FRONT, "*"), "a/b/0", 9);

    census.pipeInput(Facts.key(fact), fact, NOON);

    assertThat(hours.isEmpty()).isTrue();
  }

  private LedgerHour last = null;

  /** The row as it was told last. */
  private LedgerHour row() {
    var rows = hours.readKeyValuesToMap();
    if (rows.containsKey(AT_NOON)) {
      last = rows.get(AT_NOON);
    }
    return last;
  }

  private void send(Instant... instants) {
    for (var instant : instants) {
      heartbeats.pipeInput(Heartbeats.INSTANCE, Heartbeats.at(instant.toEpochMilli()), instant);
    }
  }

  private void tick(long acknowledged, Instant instant, boolean goodbye) {
    var tick = new Tick("ingest-1", "start-1", instant.toEpochMilli(), acknowledged, goodbye);
    var headers = new RecordHeaders();
    headers.add(Topics.TICK, ticks.serialize("fleet.heartbeats", tick));
    heartbeats.pipeInput(new TestRecord<>(null, null, headers, instant));
  }

  private void verdict(long unique, long duplicate, long tooLate, long position) {
    verdicts.pipeInput(
        "usage/0",
        VerdictCounts.newBuilder()
            .setGeneration(TestRoom.GENERATION.number())
            .setRoom("usage")
            .setPartition(0)
            .setPosition(position)
            .setTimeMs(NOON.plusSeconds(position).toEpochMilli())
            .setHours(
                List.of(
                    VerdictHour.newBuilder()
                        .setTenant("acme")
                        .setHourMs(NOON.toEpochMilli())
                        .setUnique(unique)
                        .setDuplicate(duplicate)
                        .setTooLate(tooLate)
                        .build()))
            .build(),
        NOON);
  }

  private void tell() {
    room.driver().advanceWallClockTime(INTERVAL);
  }

  private long round = 1;

  private void counted(String store, long rows) {
    var fact = FACTS.stored("heartbeats", store, "acme", NOON.toEpochMilli(), rows, round + 1);
    census.pipeInput(Facts.key(fact), fact, SETTLED);
    censused(store, 0);
  }

  private void censused(String store, long pending) {
    round++;
    var from = NOON.toEpochMilli();
    var until = from + Duration.ofHours(1).toMillis();
    var fact = FACTS.census("heartbeats", store, from, until, pending, round);
    census.pipeInput(Facts.key(fact), fact, SETTLED);
  }

  private void letter(String application, String key, byte[] value, long offset) {
    var headers = new RecordHeaders();
    headers.add("application", application.getBytes(UTF_8));
    headers.add("topic", "fleet.heartbeats".getBytes(UTF_8));
    headers.add("partition", "0".getBytes(UTF_8));
    headers.add("offset", Long.toString(offset).getBytes(UTF_8));
    headers.add("timestamp", Long.toString(NOON.toEpochMilli()).getBytes(UTF_8));
    deadLetters.pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, headers, NOON));
  }
}
