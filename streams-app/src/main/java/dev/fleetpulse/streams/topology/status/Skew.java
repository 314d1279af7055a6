package dev.fleetpulse.streams.topology.status;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far an instance's clock is behind ours, by what its last single heartbeats show. One that was
 * long under way does not move the median.
 *
 * @param lastMs append time - timestamp, milliseconds, oldest first
 */
record Skew(List<Long> lastMs) {
  static final Skew NONE = new Skew(List.of());

  static final int MAX = 9;
  private static final int ENOUGH = 3;

  Skew {
    lastMs = List.copyOf(lastMs);
  }

  Skew with(long skewMs) {
    var more = new ArrayList<>(lastMs);
    more.add(skewMs);
    return new Skew(more.subList(Math.max(0, more.size() - MAX), more.size()));
  }

  /** The median, once there are enough; the lower one of two. */
  OptionalLong median() {
    if (lastMs.size() < ENOUGH) {
      return OptionalLong.empty();
    }
    var sorted = lastMs.stream().sorted().toList();
    return OptionalLong.of(sorted.get((sorted.size() - 1) / 2));
  }
}
