package dev.fleetpulse.query.fleet;

import dev.fleetpulse.schemas.PartitionClock;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** How far the log's time has come in each partition, and so of which instances we can't tell. */
public final class PlatformClocks {
  private final Map<Integer, PartitionClock> clocks = new ConcurrentHashMap<>();

  /** Takes in what is told of a partition; what is older than what is known changes nothing. */
  public void apply(PartitionClock clock) {
    clocks.merge(
        clock.getPartition(),
        clock,
        (before, now) -> now.getRevision() >= before.getRevision() ? now : before);
  }

  /** Whether an instance was last heard before our last outage, and is not known to be down. */
  public boolean isUnheard(Status status, int partition, long lastContactMs) {
    return Sight.isUnheard(status, lastContactMs, clocks.get(partition));
  }

  /** What can be said at this moment. */
  public Sight at(Instant now) {
    return new Sight(clocks, now.toEpochMilli());
  }

  /** The partitions whose clock stands; of those that were never heard of nothing is said. */
  public SortedSet<Integer> standing(Instant now) {
    var sight = at(now);
    var standing = new TreeSet<>(clocks.keySet());
    standing.removeIf(partition -> !sight.stands(partition));
    return standing;
  }
}
