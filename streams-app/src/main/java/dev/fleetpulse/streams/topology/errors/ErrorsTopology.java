package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.signature.category.Categories;
import dev.fleetpulse.streams.DecodedStore;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.errors.Found.Kept;
import dev.fleetpulse.streams.topology.errors.GroupNews.Tallied;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import dev.fleetpulse.streams.topology.verdicts.Verdicts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * errors, error-commands -> error-occurrences, error-groups, error-counts, alert-events.
 *
 * <p>Each distinct report counts once where it lies, in its instance's partition; what it adds to
 * its group is told there every few seconds, in one sum with all that came beside it. So a storm of
 * one group costs the others in the group's partition nothing. There sums meet what people decided.
 * What groups have to tell then passes by their app, which tells a storm from single errors.
 */
public final class ErrorsTopology {
  static final String SEEN = "error-seen";
  static final String SEEN_BY_TIME = "error-seen-by-time";
  static final String LOCAL_GROUPS = "error-local-groups";
  static final String LOCAL_CHANGES = "error-local-changes";
  static final String INSTANCES = "error-group-instances";
  static final String GROUPS = "error-groups";
  static final String SAMPLES = "error-samples";
  static final String COUNTS = "error-counts";
  static final String DECISIONS = "error-decisions";
  static final String SPIKES = "error-spikes";
  static final String UNSENT = "error-unsent";
  static final String STORMS = "error-storms";

  /** Within which a report may come again without counting again. */
  static final Duration SEEN_FOR = Duration.ofHours(25);

  /** Ingest takes nothing older than 30 days; one more for the clocks. */
  static final Duration COUNTED_FOR = Duration.ofDays(31);

  /** Short, as alerts wait for it; yet long enough that a storm shrinks to nothing. */
  private static final Duration TELL_INTERVAL = Duration.ofSeconds(5);

  // Entries kept as objects in each partition: some 2 MB where reports lie, and 5 MB of groups.
  private static final int CHUNKS_DECODED = 100;
  private static final int LOCAL_GROUPS_DECODED = 2_000;
  private static final int INSTANCES_DECODED = 10_000;
  private static final int GROUPS_DECODED = 500;
  private static final int HOURS_DECODED = 2_000;
  private static final int DECISIONS_DECODED = 2_000;
  private static final int SPIKES_DECODED = 2_000;

  private final Topics topics;
  private final Generation generation;
  private final Duration emitInterval;
  private final ErrorVerdicts verdicts;
  private final Categories categories;
  private final Verdicts ledger;

  /** A group's figures leave at most once per emit interval. */
  public ErrorsTopology(
      Topics topics,
      Generation generation,
      Duration emitInterval,
      LedgerPeriod period,
      MeterRegistry metrics) {
    this.topics = topics;
    this.generation = generation;
    this.emitInterval = emitInterval;
    this.verdicts = new ErrorVerdicts(metrics);
    this.categories = Categories.builtIn();
    this.ledger = new Verdicts(topics, generation, "errors", period, emitInterval);
  }

  /** Adds the whole journey, from topics to topics. */
  public void addTo(StreamsBuilder builder) {
    var found = found(builder);
    sendOccurrences(found);
    var steps = steps(builder, tallies(found).merge(commands(builder), Named.as("group-news")));
    sendFigures(steps);
    sendEvents(builder, steps);
  }

  private KStream<GroupKey, Found> found(StreamsBuilder builder) {
    var errors = topics.errors();
    ledger.addStoreTo(builder);
    var received =
        builder
            .addStateStore(persistent(SEEN, Serdes.ByteArray(), Serdes.Long()))
            .addStateStore(
                decoded(SEEN_BY_TIME, SeenTime.serde(), SeenChunk.serde(), CHUNKS_DECODED))
            .addStateStore(
                decoded(LOCAL_GROUPS, groupKeys(), TallySerde.local(), LOCAL_GROUPS_DECODED))
            .addStateStore(
                decoded(INSTANCES, GroupInstance.serde(), Serdes.ByteArray(), INSTANCES_DECODED))
            .addStateStore(inMemory(LOCAL_CHANGES, groupKeys(), Serdes.ByteArray()))
            .stream(
                errors.name(), Consumed.with(errors.keys(), errors.values()).withName("errors"));
    var found =
        received.process(
            () ->
                new OccurrenceProcessor(
                    generation, shorter(TELL_INTERVAL, emitInterval), verdicts, categories, ledger),
            Named.as("occurrence"),
            SEEN,
            SEEN_BY_TIME,
            LOCAL_GROUPS,
            INSTANCES,
            LOCAL_CHANGES,
            ledger.storeName());
    ledger.tell(received);
    return found;
  }

  private void sendOccurrences(KStream<GroupKey, Found> found) {
    var occurrences = topics.errorOccurrences();
    found
        .filter((group, what) -> what instanceof Kept, Named.as("kept"))
        .mapValues(what -> ((Kept) what).occurrence(), Named.as("kept-occurrence"))
        .to(
            occurrences.name(),
            Produced.with(occurrences.keys(), occurrences.values()).withName("error-occurrences"));
  }

  private KStream<GroupKey, GroupNews> tallies(KStream<GroupKey, Found> found) {
    return found
        .filter((group, what) -> what instanceof Tallied, Named.as("tallied"))
        .mapValues(what -> (Tallied) what, Named.as("tally"))
        .repartition(
            Repartitioned.with(groupKeys(), TallySerde.onTheWay(topics.errorOccurrences().values()))
                .withName("error-tallies")
                .withNumberOfPartitions(topics.errorCommands().partitions()))
        .mapValues(tallied -> (GroupNews) tallied, Named.as("tally-news"));
  }

  private KStream<GroupKey, GroupNews> commands(StreamsBuilder builder) {
    var commands = topics.errorCommands();
    return builder.stream(
            commands.name(),
            Consumed.with(commands.keys(), commands.values()).withName("error-commands"))
        .mapValues(command -> (GroupNews) new GroupNews.Commanded(command), Named.as("command"));
  }

  private KStream<GroupKey, GroupStep> steps(
      StreamsBuilder builder, KStream<GroupKey, GroupNews> news) {
    builder
        .addStateStore(decoded(GROUPS, groupKeys(), topics.errorGroups().values(), GROUPS_DECODED))
        .addStateStore(persistent(SAMPLES, groupKeys(), topics.errorOccurrences().values()))
        .addStateStore(
            decoded(COUNTS, HourFirstSerde.create(), topics.errorCounts().values(), HOURS_DECODED))
        .addStateStore(decoded(DECISIONS, groupKeys(), Decision.serde(), DECISIONS_DECODED))
        .addStateStore(decoded(SPIKES, groupKeys(), Spike.serde(), SPIKES_DECODED))
        .addStateStore(inMemory(UNSENT, groupKeys(), Unsent.serde()));
    return news.process(
        () -> new GroupProcessor(generation, emitInterval, shorter(TELL_INTERVAL, emitInterval)),
        Named.as("group"),
        GROUPS,
        SAMPLES,
        COUNTS,
        DECISIONS,
        SPIKES,
        UNSENT);
  }

  private void sendFigures(KStream<GroupKey, GroupStep> steps) {
    var groups = topics.errorGroups();
    var counts = topics.errorCounts();
    steps
        .flatMapValues(step -> step.group().stream().toList(), Named.as("figures"))
        .to(groups.name(), Produced.with(groups.keys(), groups.values()).withName("error-groups"));
    steps
        .flatMap(
            (group, step) ->
                step.counts().stream()
                    .map(
                        count ->
                            KeyValue.pair(
                                new GroupHourKey(
                                    group.tenant(),
                                    count.getHourMs(),
                                    group.signature(),
                                    group.app()),
                                count))
                    .toList(),
            Named.as("hours"))
        .to(counts.name(), Produced.with(counts.keys(), counts.values()).withName("error-counts"));
  }

  private void sendEvents(StreamsBuilder builder, KStream<GroupKey, GroupStep> steps) {
    var events = topics.alertEvents();
    builder.addStateStore(persistent(STORMS, Serdes.String(), Storm.serde()));
    steps
        .flatMap((group, step) -> byApp(step.events()), Named.as("events"))
        .repartition(
            Repartitioned.with(Serdes.String(), events.values())
                .withName("error-events")
                .withNumberOfPartitions(events.partitions()))
        .process(StormProcessor::new, Named.as("storm"), STORMS)
        .to(events.name(), Produced.with(events.keys(), events.values()).withName("alert-events"));
  }

  private static List<KeyValue<String, AlertEvent>> byApp(List<AlertEvent> events) {
    return events.stream().map(event -> KeyValue.pair(StormProcessor.app(event), event)).toList();
  }

  private Serde<GroupKey> groupKeys() {
    return topics.errorGroups().keys();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static <K, V> StoreBuilder<?> persistent(String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values);
  }

  /** Of what changes often: it is read and written once per commit, and not each time. */
  private static <K, V> StoreBuilder<?> decoded(
      String name, Serde<K> keys, Serde<V> values, int entriesMax) {
    return DecodedStore.over(
        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values),
        entriesMax);
  }

  /** Of marks: as few as one interval's changes, and gone with the next. */
  private static <K, V> StoreBuilder<?> inMemory(String name, Serde<K> keys, Serde<V> values) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values);
  }
}
