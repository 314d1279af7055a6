package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * heartbeats (ticks included) -> instance-state, status-changes, uptime-hourly, alert-events,
 * partition-clocks: what is up, what is down, how we know, and for how long.
 */
public final class StatusTopology {
  static final String INSTANCES = "status-instances";
  static final String PARTITIONS = "status-partitions";

  private final Topics topics;
  private final ConfluentAvro<Tick> ticks;
  private final Generation generation;
  private final Duration emitInterval;

  /**
   * Reads and writes the given topics.
   *
   * @param ticks codec of the tick header
   * @param emitInterval at most once in which an instance's uptime leaves while its hour is open
   */
  public StatusTopology(
      Topics topics, ConfluentAvro<Tick> ticks, Generation generation, Duration emitInterval) {
    this.topics = topics;
    this.ticks = ticks;
    this.generation = generation;
    this.emitInterval = emitInterval;
  }

  /** Adds the whole journey, from topic to topics. */
  public void addTo(StreamsBuilder builder) {
    var heartbeats = topics.heartbeats();
    var steps =
        builder
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(INSTANCES),
                    heartbeats.keys(),
                    TrackedSerde.create(topics.instanceState().values())))
            // Every record changes it, and one write per commit is enough.
            .addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(PARTITIONS),
                        Serdes.String(),
                        PartitionStateSerde.create())
                    .withCachingEnabled())
            .stream(
                heartbeats.name(),
                Consumed.with(heartbeats.keys(), heartbeats.values()).withName("heartbeats"))
            .process(
                () -> new StatusProcessor(generation, emitInterval, ticks),
                Named.as("status"),
                INSTANCES,
                PARTITIONS);
    steps
        .flatMapValues(StatusStep::states, Named.as("state"))
        .to(topics.instanceState().name(), write(topics.instanceState()).withName("states"));
    steps
        .flatMapValues(StatusStep::changes, Named.as("change"))
        .to(topics.statusChanges().name(), write(topics.statusChanges()).withName("changes"));
    flow(
        steps,
        "uptime",
        topics.uptimeHourly(),
        StatusStep::uptime,
        hour -> new InstanceHourKey(hour.getTenant(), hour.getHourMs(), hour.getInstanceId()));
    flow(
        steps,
        "alert",
        topics.alertEvents(),
        StatusStep::alerts,
        event -> new AlertKey(event.getTenant(), event.getAlertKey()));
    flow(
        steps,
        "clock",
        topics.partitionClocks(),
        StatusStep::clocks,
        clock -> Integer.toString(clock.getPartition()));
  }

  private static <K, V> void flow(
      KStream<InstanceKey, StatusStep> steps,
      String name,
      Topic<K, V> topic,
      Function<StatusStep, List<V>> values,
      Function<V, K> key) {
    steps
        .flatMap(
            (instance, step) ->
                values.apply(step).stream()
                    .map(value -> KeyValue.pair(key.apply(value), value))
                    .toList(),
            Named.as(name))
        .to(topic.name(), write(topic).withName(name + "s"));
  }

  private static <K, V> Produced<K, V> write(Topic<K, V> topic) {
    return Produced.with(topic.keys(), topic.values());
  }
}
