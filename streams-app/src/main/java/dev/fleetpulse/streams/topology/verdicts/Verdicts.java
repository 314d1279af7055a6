package dev.fleetpulse.streams.topology.verdicts;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.VerdictCounts;
import dev.fleetpulse.streams.DecodedStore;
import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A room's verdicts on the way to the ledger: counted by the processor that gives them, in one
 * store and one transaction with all else it does, and told once per interval.
 */
public final class Verdicts {
  private static final int DECODED = 10_000;

  private final Topics topics;
  private final Generation generation;
  private final String room;
  private final LedgerPeriod period;
  private final Duration interval;

  /**
   * Counts nothing yet.
   *
   * @param room who decides
   */
  public Verdicts(
      Topics topics, Generation generation, String room, LedgerPeriod period, Duration interval) {
    this.topics = topics;
    this.generation = generation;
    this.room = room;
    this.period = period;
    this.interval = interval;
  }

  /** The store that the processor which decides has to be connected to. */
  public String storeName() {
    return room + "-verdicts";
  }

  /** Adds the store. */
  public void addStoreTo(StreamsBuilder builder) {
    builder.addStateStore(
        // So that an hour's figures are written once per commit, not once per record.
        DecodedStore.over(
            Stores.keyValueStoreBuilder(
                // As small as a few hours of all tenants.
                Stores.inMemoryKeyValueStore(storeName()), TenantHour.serde(), Tally.serde()),
            DECODED));
  }

  /** Where the processor that decides counts. */
  public VerdictCounter counter(ProcessorContext<?, ?> context) {
    KeyValueStore<TenantHour, Tally> store = context.getStateStore(storeName());
    return new VerdictCounter(store, period);
  }

  /**
   * Has the figures told.
   *
   * @param records what the processor decides on; it must have been connected to them before
   */
  public <K, V> void tell(KStream<K, V> records) {
    records
        .process(() -> new VerdictEmitter<K, V>(this, interval), Named.as("verdicts"), storeName())
        .to(
            topics.verdicts().name(),
            Produced.with(topics.verdicts().keys(), topics.verdicts().values())
                .withStreamPartitioner(new SamePartition())
                .withName("verdict-counts"));
  }

  Generation generation() {
    return generation;
  }

  String room() {
    return room;
  }

  LedgerPeriod period() {
    return period;
  }

  /** What is told of a partition lies in the partition of its number, where the ledger counts. */
  private static final class SamePartition implements StreamPartitioner<String, VerdictCounts> {
    @Override
    public Optional<Set<Integer>> partitions(
        String topic, String key, VerdictCounts counts, int partitions) {
      return Optional.of(Set.of(counts.getPartition() % partitions));
    }
  }
}
