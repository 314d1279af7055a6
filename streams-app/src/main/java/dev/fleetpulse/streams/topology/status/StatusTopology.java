package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * heartbeats (ticks included) -> instance-state, status-changes: what is up, what is down, and how
 * we know.
 */
public final class StatusTopology {
  static final String STATES = "status-states";
  static final String CLOCKS = "status-clocks";

  private final Topics topics;
  private final Generation generation;

  /** Reads and writes the given topics. */
  public StatusTopology(Topics topics, Generation generation) {
    this.topics = topics;
    this.generation = generation;
  }

  /** Adds the whole journey, from topic to topics. */
  public void addTo(StreamsBuilder builder) {
    var heartbeats = topics.heartbeats();
    var instanceState = topics.instanceState();
    var statusChanges = topics.statusChanges();
    var steps =
        builder
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STATES),
                    instanceState.keys(),
                    instanceState.values()))
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(CLOCKS), Serdes.String(), StatusClock.serde()))
            .stream(
                heartbeats.name(),
                Consumed.with(heartbeats.keys(), heartbeats.values()).withName("heartbeats"))
            .process(() -> new StatusProcessor(generation), Named.as("status"), STATES, CLOCKS);
    steps
        .mapValues(StatusStep::state, Named.as("state"))
        .to(
            instanceState.name(),
            Produced.with(instanceState.keys(), instanceState.values()).withName("instance-state"));
    steps
        .flatMapValues(step -> step.change().stream().toList(), Named.as("change"))
        .to(
            statusChanges.name(),
            Produced.with(statusChanges.keys(), statusChanges.values()).withName("status-changes"));
  }
}
