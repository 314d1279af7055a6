package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.PatternKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * error-counts -> patterns, alert-events: the same kind of error or the same root cause in several
 * apps within a day. Counts are absolute, so a later one takes the place of the one before.
 */
public final class PatternsTopology {
  static final String COUNTS = "pattern-counts";
  static final String WINDOWS = "pattern-windows";
  static final String OPEN = "pattern-open";
  static final String UNSENT = "pattern-unsent";

  private final Topics topics;
  private final Generation generation;

  /** Reads and writes the given topics. */
  public PatternsTopology(Topics topics, Generation generation) {
    this.topics = topics;
    this.generation = generation;
  }

  /** Adds the whole journey, from topic to topics. */
  public void addTo(StreamsBuilder builder) {
    var counts = topics.errorCounts();
    var patterns = topics.patterns();
    var events = topics.alertEvents();
    addStores(builder);
    var steps =
        builder.stream(
                counts.name(), Consumed.with(counts.keys(), counts.values()).withName("counts"))
            .flatMap(
                (hour, count) ->
                    Trouble.of(count).stream()
                        .map(trouble -> KeyValue.pair(trouble.toString(), count))
                        .toList(),
                Named.as("troubles"))
            .repartition(
                Repartitioned.with(Serdes.String(), counts.values())
                    .withName("troubles")
                    .withNumberOfPartitions(counts.partitions()))
            .process(
                () -> new PatternProcessor(generation),
                Named.as("pattern"),
                COUNTS,
                WINDOWS,
                OPEN,
                UNSENT);
    steps
        .map(
            (trouble, step) ->
                KeyValue.pair(
                    new PatternKey(step.pattern().getTenant(), step.pattern().getPatternId()),
                    step.pattern()),
            Named.as("figures"))
        .to(
            patterns.name(),
            Produced.with(patterns.keys(), patterns.values()).withName("patterns"));
    steps
        .flatMap(
            (trouble, step) ->
                step.events().stream()
                    .map(
                        event ->
                            KeyValue.pair(
                                new AlertKey(event.getTenant(), event.getAlertKey()), event))
                    .toList(),
            Named.as("events"))
        .to(events.name(), Produced.with(events.keys(), events.values()).withName("alert-events"));
  }

  private void addStores(StreamsBuilder builder) {
    builder
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(COUNTS), CountKey.serde(), CountSeen.serde())
                .withCachingEnabled())
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(WINDOWS),
                    Serdes.String(),
                    PatternWindowSerde.create())
                .withCachingEnabled())
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(OPEN), Serdes.String(), topics.patterns().values()))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(UNSENT), Serdes.String(), Serdes.ByteArray()));
  }
}
