package dev.fleetpulse.streams.topology.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the log begins for the ledger in the middle, as the test driver's logs never do. */
final class CountProcessorTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Instant ONE = NOON.plus(Duration.ofHours(1));

  private final Topics topics = Topics.with(new InMemorySchemas());
  private final ConfluentAvro<Tick> ticks = Topics.ticks(new InMemorySchemas());
  private final CountProcessor processor =
      new CountProcessor(
          topics,
          ticks,
          Map.of(Log.HEARTBEATS, 1, Log.ERRORS, 1),
          new Facts(new Generation(1)),
          LedgerPeriod.HOUR,
          Duration.ofSeconds(60));
  private MockProcessorContext<LedgerKey, LedgerFact> context;

  @BeforeEach
  void init(@TempDir Path folder) {
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 3), folder.toFile());
    add(LedgerTopology.COUNTS, LogHour.serde(), LogCount.serde());
    add(LedgerTopology.FRONTS, Serdes.String(), FrontCount.serde());
    add(LedgerTopology.PLACES, Serdes.String(), Place.serde());
    processor.init(context);
  }

  @Test
  void anHourWhoseBeginningIsGoneIsNotCountedAndTheNextOneIs() {
    heartbeat(500, NOON.plusSeconds(1_800));
    heartbeat(501, NOON.plusSeconds(1_801));
    heartbeat(502, ONE);

    var told = tell();

    assertThat(told)
        .filteredOn(fact -> fact.getKind().equals("counted"))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.getHourMs()).isEqualTo(ONE.toEpochMilli());
              assertThat(fact.getAppended()).isEqualTo(1);
            });
    assertThat(told)
        .filteredOn(fact -> fact.getKind().equals("clock") && fact.getLog().equals("heartbeats"))
        .singleElement()
        .satisfies(fact -> assertThat(fact.getHourMs()).isEqualTo(NOON.toEpochMilli()));
  }

  @Test
  void whatWasAcknowledgedBeforeTheLogBeginsIsNotLostButWhatIsMissingLaterIs() {
    heartbeat(500, NOON);
    tick(501, 1_000, NOON.plusSeconds(1));
    assertThat(told()).isEmpty();

    heartbeat(502, NOON.plusSeconds(2));
    tick(503, 1_003, NOON.plusSeconds(3));

    assertThat(told()).singleElement().satisfies(fact -> assertThat(fact.getCount()).isEqualTo(2));
  }

  @Test
  void aProcessThatStartsLongAfterTheLogsBeginningIsCountedFromItsFirstHeartbeat() {
    heartbeat(500, NOON);
    tick(501, 0, NOON.plusSeconds(1), "start-2");
    tick(502, 4, ONE.plusSeconds(1), "start-3");

    assertThat(told()).singleElement().satisfies(fact -> assertThat(fact.getCount()).isEqualTo(4));
  }

  private void heartbeat(long offset, Instant instant) {
    var name = topics.heartbeats().name();
    var value =
        topics
            .heartbeats()
            .values()
            .serializer()
            .serialize(name, Heartbeats.at(instant.toEpochMilli()));
    context.setRecordMetadata(name, 3, offset);
    processor.process(new Record<>("acme/wlv_1".getBytes(UTF_8), value, instant.toEpochMilli()));
  }

  private void tick(long offset, long acknowledged, Instant instant) {
    tick(offset, acknowledged, instant, "start-1");
  }

  private void tick(long offset, long acknowledged, Instant instant, String incarnation) {
    var name = topics.heartbeats().name();
    var tick = new Tick("ingest-1", incarnation, instant.toEpochMilli(), acknowledged, false);
    var headers = new RecordHeaders();
    headers.add(Topics.TICK, ticks.serialize(name, tick));
    context.setRecordMetadata(name, 3, offset);
    processor.process(new Record<>(null, null, instant.toEpochMilli(), headers));
  }

  private List<LedgerFact> tell() {
    context.scheduledPunctuators().getFirst().getPunctuator().punctuate(0);
    return told();
  }

  private List<LedgerFact> told() {
    return context.forwarded().stream()
        .map(forwarded -> (LedgerFact) forwarded.record().value())
        .toList();
  }

  private <K, V> void add(String name, Serde<K> keys, Serde<V> values) {
    var store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }
}
