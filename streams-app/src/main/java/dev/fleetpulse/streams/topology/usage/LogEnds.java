package dev.fleetpulse.streams.topology.usage;

import java.util.Map;

/**
 * How far the log had been written when the process started.
 *
 * @param offsets the offset behind the last record, by partition
 */
public record LogEnds(Map<Integer, Long> offsets) {
  /** An empty log: nothing to catch up with. */
  public static final LogEnds NONE = new LogEnds(Map.of());

  public LogEnds {
    offsets = Map.copyOf(offsets);
  }

  long of(int partition) {
    return offsets.getOrDefault(partition, 0L);
  }
}
