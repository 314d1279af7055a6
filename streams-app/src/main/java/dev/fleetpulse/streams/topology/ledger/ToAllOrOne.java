package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerKey;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** What concerns all tenants goes to every partition, the rest where its key belongs. */
final class ToAllOrOne implements StreamPartitioner<LedgerKey, LedgerFact> {
  @Override
  public Optional<Set<Integer>> partitions(
      String topic, LedgerKey key, LedgerFact fact, int partitions) {
    return Facts.isForAll(fact)
        ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()))
        : Optional.empty();
  }
}
