package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Topics;
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
 * heartbeats -> usage-hourly, verdicts: what each instance used in each hour, from cumulative
 * counters that arrive late, twice, out of order and after resets.
 */
public final class UsageTopology {
  /** How long after its timestamp a heartbeat may come and still count. */
  public static final Duration LATENESS = UsageHours.LATENESS;

  static final String BLOCKS = "usage-blocks";
  static final String CHANGES = "usage-changes";
  static final String PUBLICATION = "usage-publication";

  private final Topics topics;
  private final Generation generation;
  private final Duration emitInterval;
  private final LogEnds ends;
  private final PublishedPartitions published;
  private final UsageVerdicts verdicts;
  private final Verdicts ledger;

  /**
   * An hour's figures leave at most once per emit interval of the log's time.
   *
   * @param ends of the heartbeats' log: a generation is silent until it has read so far
   */
  public UsageTopology(
      Topics topics,
      Generation generation,
      Duration emitInterval,
      LogEnds ends,
      LedgerPeriod period,
      MeterRegistry metrics) {
    this.topics = topics;
    this.generation = generation;
    this.emitInterval = emitInterval;
    this.ends = ends;
    this.published = new PublishedPartitions(metrics);
    this.verdicts = new UsageVerdicts(metrics);
    this.ledger = new Verdicts(topics, generation, "usage", period, emitInterval);
  }

  /** Which partitions' figures may be seen. */
  public PublishedPartitions published() {
    return published;
  }

  /** Adds the whole journey, from topic to topic. */
  public void addTo(StreamsBuilder builder) {
    var heartbeats = topics.heartbeats();
    var usageHourly = topics.usageHourly();
    ledger.addStoreTo(builder);
    var received =
        builder
            .addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(BLOCKS),
                        InstanceHourSerde.create(),
                        HourBlockSerde.create())
                    // Who catches up writes an instance's newest block once per commit, not each
                    // time.
                    .withCachingEnabled())
            // As small as one interval's changes, and emptied by the next: no work for a disk.
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(CHANGES), usageHourly.keys(), Serdes.ByteArray()))
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(PUBLICATION), Serdes.String(), Serdes.Long()))
            .stream(
                heartbeats.name(),
                Consumed.with(heartbeats.keys(), ReportReader.serde(topics))
                    .withName("heartbeats"));
    received
        .process(
            () -> new UsageProcessor(generation, emitInterval, ends, published, verdicts, ledger),
            Named.as("usage"),
            BLOCKS,
            CHANGES,
            PUBLICATION,
            ledger.storeName())
        .to(
            usageHourly.name(),
            Produced.with(usageHourly.keys(), usageHourly.values()).withName("usage-hourly"));
    ledger.tell(received);
  }
}
