package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.signature.category.Categories;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import dev.fleetpulse.streams.topology.verdicts.Verdicts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * errors -> error-occurrences -> error-groups, error-counts: each distinct report once, then what
 * belongs together counted together. The occurrences are keyed by group, so their topic also brings
 * a group's occurrences to one place.
 */
public final class ErrorsTopology {
  static final String SEEN = "error-seen";
  static final String SEEN_BY_TIME = "error-seen-by-time";
  static final String GROUPS = "error-groups";
  static final String INSTANCES = "error-group-instances";
  static final String COUNTS = "error-counts";

  /** Within which a report may come again without counting again. */
  static final Duration SEEN_FOR = Duration.ofHours(25);

  /** Ingest takes nothing older than 30 days; one more for the clocks. */
  static final Duration COUNTED_FOR = Duration.ofDays(31);

  private final Topics topics;
  private final Generation generation;
  private final ErrorVerdicts verdicts;
  private final Categories categories;
  private final Verdicts ledger;

  /**
   * Reads and writes the given topics.
   *
   * @param emitInterval at most once in which verdicts are told
   */
  public ErrorsTopology(
      Topics topics,
      Generation generation,
      Duration emitInterval,
      LedgerPeriod period,
      MeterRegistry metrics) {
    this.topics = topics;
    this.generation = generation;
    this.verdicts = new ErrorVerdicts(metrics);
    this.categories = Categories.builtIn();
    this.ledger = new Verdicts(topics, generation, "errors", period, emitInterval);
  }

  /** Adds the whole journey, from topic to topics. */
  public void addTo(StreamsBuilder builder) {
    addOccurrences(builder);
    addGroups(builder);
  }

  private void addOccurrences(StreamsBuilder builder) {
    var errors = topics.errors();
    var occurrences = topics.errorOccurrences();
    ledger.addStoreTo(builder);
    var received =
        builder
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(SEEN), Serdes.ByteArray(), Serdes.Long()))
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(SEEN_BY_TIME),
                    Serdes.ByteArray(),
                    Serdes.ByteArray()))
            .stream(
                errors.name(), Consumed.with(errors.keys(), errors.values()).withName("errors"));
    received
        .process(
            () -> new OccurrenceProcessor(generation, verdicts, categories, ledger),
            Named.as("occurrence"),
            SEEN,
            SEEN_BY_TIME,
            ledger.storeName())
        .to(
            occurrences.name(),
            Produced.with(occurrences.keys(), occurrences.values()).withName("error-occurrences"));
    ledger.tell(received);
  }

  private void addGroups(StreamsBuilder builder) {
    var occurrences = topics.errorOccurrences();
    var groups = topics.errorGroups();
    var counts = topics.errorCounts();
    var steps =
        builder
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(GROUPS), groups.keys(), groups.values()))
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(INSTANCES), Serdes.String(), Serdes.Long()))
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(COUNTS),
                    HourFirstSerde.create(),
                    counts.values()))
            .stream(
                occurrences.name(),
                Consumed.with(occurrences.keys(), occurrences.values()).withName("occurrences"))
            .process(
                () -> new GroupProcessor(generation), Named.as("group"), GROUPS, INSTANCES, COUNTS);
    steps
        .mapValues(GroupStep::group, Named.as("figures"))
        .to(groups.name(), Produced.with(groups.keys(), groups.values()).withName("error-groups"));
    steps
        .selectKey((group, step) -> step.hour(), Named.as("hour"))
        .mapValues(GroupStep::count, Named.as("count"))
        .to(counts.name(), Produced.with(counts.keys(), counts.values()).withName("error-counts"));
  }
}
