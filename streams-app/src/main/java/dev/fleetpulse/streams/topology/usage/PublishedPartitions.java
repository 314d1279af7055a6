package dev.fleetpulse.streams.topology.usage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions whose figures may be seen, of those that this process works on. */
public final class PublishedPartitions {
  private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();

  PublishedPartitions(MeterRegistry metrics) {
    Gauge.builder("fleetpulse.usage.partitions.published", partitions, Set::size)
        .description("Partitions of the heartbeats that this process has caught up with")
        .register(metrics);
  }

  void add(int partition) {
    partitions.add(partition);
  }

  void remove(int partition) {
    partitions.remove(partition);
  }

  /** How many there are. */
  public int count() {
    return partitions.size();
  }
}
