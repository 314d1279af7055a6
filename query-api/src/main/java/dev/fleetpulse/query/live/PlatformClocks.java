package dev.fleetpulse.query.live;

import dev.fleetpulse.schemas.PartitionClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the log's time has come in each partition, and so of which instances we can't tell. It is
 * the same overlay that {@code /servers} puts over what was decided.
 */
final class PlatformClocks {
  /** What is shown of an instance of which we can't tell. */
  static final String UNKNOWN = "unknown";

  static final String REASON = "platform_outage";

  private static final Duration LAG_MAX = Duration.ofSeconds(15);

  private final Map<Integer, PartitionClock> clocks = new ConcurrentHashMap<>();

  void apply(PartitionClock clock) {
    clocks.merge(
        clock.getPartition(),
        clock,
        (before, now) -> now.getRevision() >= before.getRevision() ? now : before);
  }

  /**
   * Whether we can't tell how an instance is.
   *
   * @param status as it was decided
   * @param partition of the instance's heartbeats; negative where that is not known
   */
  boolean hides(String status, int partition, long lastContactMs, Instant now) {
    return partition >= 0
        && (stands(partition, now) || isUnheard(status, partition, lastContactMs));
  }

  /** Whether the instance was last heard before our last outage, and is not known to be down. */
  boolean isUnheard(String status, int partition, long lastContactMs) {
    var clock = clocks.get(partition);
    return clock != null
        && (status.equals("healthy") || status.equals("degraded"))
        && lastContactMs < clock.getRecoveredAtMs();
  }

  /** The partitions whose clock stands; of those that were never heard of nothing is said. */
  SortedSet<Integer> standing(Instant now) {
    var standing = new TreeSet<Integer>();
    for (var partition : clocks.keySet()) {
      if (stands(partition, now)) {
        standing.add(partition);
      }
    }
    return standing;
  }

  private boolean stands(int partition, Instant now) {
    var clock = clocks.get(partition);
    return clock == null || clock.getNowMs() < now.minus(LAG_MAX).toEpochMilli();
  }
}
