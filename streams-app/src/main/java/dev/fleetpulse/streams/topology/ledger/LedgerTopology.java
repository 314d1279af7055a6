package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * heartbeats, errors, verdicts, dead-letters -> ledger-facts -> ledger-hourly, alert-events:
 * whether everything that was acknowledged, appended and decided is where it has to be. What the
 * stores hold is told by the census, which writes facts, too.
 */
public final class LedgerTopology {
  static final String COUNTS = "ledger-counts";
  static final String FRONTS = "ledger-fronts";
  static final String PLACES = "ledger-places";
  static final String GIVEN_UP = "ledger-given-up";
  static final String BOOKS = "ledger-books";
  static final String ROWS = "ledger-rows";
  static final String CLOCKS = "ledger-clocks";
  static final String CENSUSES = "ledger-censuses";

  private final Topics topics;
  private final ConfluentAvro<Tick> ticks;
  private final Generation generation;
  private final Map<Log, Integer> deciding;
  private final Facts facts;
  private final LedgerPeriod period;
  private final Duration emitInterval;
  private final int partitions;

  /**
   * Reads and writes the given topics.
   *
   * @param ticks codec of the tick header
   * @param generation of this room, and of all that may not be computed anew by itself
   * @param usage the generation of the room that may
   * @param emitInterval at most once in which a partition's figures are told
   */
  public LedgerTopology(
      Topics topics,
      ConfluentAvro<Tick> ticks,
      Generation generation,
      Generation usage,
      LedgerPeriod period,
      Duration emitInterval) {
    this(topics, ticks, generation, usage, period, emitInterval, topics.heartbeats().partitions());
  }

  LedgerTopology(
      Topics topics,
      ConfluentAvro<Tick> ticks,
      Generation generation,
      Generation usage,
      LedgerPeriod period,
      Duration emitInterval,
      int partitions) {
    this.topics = topics;
    this.ticks = ticks;
    this.generation = generation;
    this.deciding = Map.of(Log.HEARTBEATS, usage.number(), Log.ERRORS, generation.number());
    this.facts = new Facts(generation);
    this.period = period;
    this.emitInterval = emitInterval;
    this.partitions = partitions;
  }

  /** Adds the whole journey, from topics to topics. */
  public void addTo(StreamsBuilder builder) {
    addCounts(builder);
    addGivenUp(builder);
    addBooks(builder);
  }

  private void addCounts(StreamsBuilder builder) {
    var logs =
        List.of(topics.heartbeats().name(), topics.errors().name(), topics.verdicts().name());
    var counted =
        builder
            .addStateStore(cached(COUNTS, LogHour.serde(), LogCount.serde()))
            .addStateStore(cached(FRONTS, Serdes.String(), FrontCount.serde()))
            .addStateStore(cached(PLACES, Serdes.String(), Place.serde()))
            .stream(logs, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("logs"))
            .process(
                () -> new CountProcessor(topics, ticks, deciding, facts, period, emitInterval),
                Named.as("count"),
                COUNTS,
                FRONTS,
                PLACES);
    tell(counted, "counted");
  }

  private void addGivenUp(StreamsBuilder builder) {
    var givenUp =
        builder
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(GIVEN_UP), Serdes.String(), Serdes.Long()))
            .stream(
                topics.deadLetters().name(),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("dead-letters"))
            .process(
                () -> new GivenUpProcessor(topics, facts, period), Named.as("given-up"), GIVEN_UP);
    tell(givenUp, "told-given-up");
  }

  private void tell(KStream<LedgerKey, LedgerFact> told, String name) {
    var ledgerFacts = topics.ledgerFacts();
    told.to(
        ledgerFacts.name(),
        Produced.with(ledgerFacts.keys(), ledgerFacts.values())
            .withStreamPartitioner(new ToAllOrOne())
            .withName(name));
  }

  private void addBooks(StreamsBuilder builder) {
    var ledgerFacts = topics.ledgerFacts();
    var ledgerHourly = topics.ledgerHourly();
    var alertEvents = topics.alertEvents();
    var steps =
        builder
            .addStateStore(stored(BOOKS, LogHour.serde(), Books.serde()))
            .addStateStore(stored(ROWS, LogHour.serde(), ledgerHourly.values()))
            .addStateStore(stored(CLOCKS, Serdes.String(), Clock.serde()))
            .addStateStore(stored(CENSUSES, Serdes.String(), Census.serde()))
            .stream(
                ledgerFacts.name(),
                Consumed.with(ledgerFacts.keys(), ledgerFacts.values()).withName("facts"))
            .process(
                () -> new BooksProcessor(generation, facts, period, partitions),
                Named.as("books"),
                BOOKS,
                ROWS,
                CLOCKS,
                CENSUSES);
    steps
        .mapValues(BooksStep::row, Named.as("row"))
        .to(
            ledgerHourly.name(),
            Produced.with(ledgerHourly.keys(), ledgerHourly.values()).withName("ledger-hourly"));
    steps
        .flatMapValues(step -> step.alert().stream().toList(), Named.as("alert"))
        .selectKey(
            (hour, alert) -> new AlertKey(alert.getTenant(), alert.getAlertKey()),
            Named.as("alert-key"))
        .to(
            alertEvents.name(),
            Produced.with(alertEvents.keys(), alertEvents.values()).withName("alert-events"));
  }

  /** As small as a few hours of all tenants, and changed by every record: written per commit. */
  private static <K, V> StoreBuilder<KeyValueStore<K, V>> cached(
      String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
        .withCachingEnabled();
  }

  private static <K, V> StoreBuilder<KeyValueStore<K, V>> stored(
      String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values);
  }
}
