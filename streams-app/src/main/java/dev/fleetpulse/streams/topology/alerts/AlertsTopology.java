package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.alerts.AlertLife.Flapping;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * alert-events -> alerts: causes and commands as episodes. A tenant's are seen side by side first,
 * so that what is worked on is muted and instances which go down together become one alert; then
 * each alert's, in their order.
 */
public final class AlertsTopology {
  static final String STATES = "alerts-states";
  static final String HELD = "alerts-held";
  static final String WAITING = "alerts-waiting";
  static final String DOWNS = "alerts-downs";
  static final String PENDING = "alerts-downs-pending";
  static final String GROUPS = "alerts-down-groups";

  private static final AlertLife LIFE =
      new AlertLife(
          new Flapping(5, Duration.ofMinutes(30), Duration.ofMinutes(15)), Duration.ofHours(24));

  private final Topics topics;
  private final Generation generation;
  private final PlannedWork work;

  /** One for the process. */
  public AlertsTopology(Topics topics, Generation generation, PlannedWork work) {
    this.topics = topics;
    this.generation = generation;
    this.work = work;
  }

  /** Adds the whole journey, from topic to topic. */
  public void addTo(StreamsBuilder builder) {
    addStores(builder);
    var events = topics.alertEvents();
    var alerts = topics.alerts();
    builder.stream(
            events.name(), Consumed.with(events.keys(), events.values()).withName("alert-events"))
        .filter((key, event) -> event != null, Named.as("no-tombstones"))
        .selectKey((key, event) -> key.tenant(), Named.as("tenant"))
        .repartition(
            Repartitioned.with(Serdes.String(), events.values())
                .withName("alerts-by-tenant")
                .withNumberOfPartitions(events.partitions()))
        .process(() -> new MutingProcessor(new Muting(work)), Named.as("muting"), HELD)
        .process(DownsProcessor::new, Named.as("downs"), DOWNS, PENDING, GROUPS)
        .repartition(
            Repartitioned.with(events.keys(), events.values())
                .withName("alerts-settled")
                .withNumberOfPartitions(events.partitions()))
        .process(
            () -> new EpisodeProcessor(LIFE, generation), Named.as("episodes"), STATES, WAITING)
        .to(alerts.name(), Produced.with(alerts.keys(), alerts.values()).withName("alerts"));
  }

  private void addStores(StreamsBuilder builder) {
    var keys = topics.alertEvents().keys();
    builder
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STATES),
                keys,
                AlertStateSerde.with(topics.alerts().values())))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(WAITING), keys, Serdes.ByteArray()))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(HELD),
                Serdes.String(),
                topics.alertEvents().values()))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(DOWNS),
                Serdes.String(),
                DownSerde.with(topics.alertEvents().values())))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(PENDING), Serdes.String(), Serdes.Long()))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(GROUPS), Serdes.String(), Serdes.String()));
  }
}
