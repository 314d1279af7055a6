package dev.fleetpulse.streams.topology.repairs;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/** heartbeats -> repairs: each automatic repair once, though every heartbeat repeats the last. */
public final class RepairsTopology {
  static final String TOLD = "repairs-told";

  private final Topics topics;
  private final Generation generation;

  /** Reads and writes the given topics. */
  public RepairsTopology(Topics topics, Generation generation) {
    this.topics = topics;
    this.generation = generation;
  }

  /** Adds the whole journey, from topic to topic. */
  public void addTo(StreamsBuilder builder) {
    var heartbeats = topics.heartbeats();
    var repairs = topics.repairs();
    builder
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(TOLD), heartbeats.keys(), ToldRepairs.serde()))
        .stream(
            heartbeats.name(),
            Consumed.with(heartbeats.keys(), heartbeats.values()).withName("heartbeats"))
        .filter((instance, record) -> instance != null, Named.as("without-ticks"))
        .process(() -> new RepairsProcessor(generation), Named.as("repairs"), TOLD)
        .to(
            repairs.name(),
            Produced.with(repairs.keys(), repairs.values()).withName("each-repair"));
  }
}
