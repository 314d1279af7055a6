package dev.fleetpulse.query.fleet;

import dev.fleetpulse.schemas.PartitionClock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said at one moment: the overlay over what was decided. While the clock of an
 * instance's partition stands, or where an outage of ours has ended and the instance was not heard
 * since, we can't tell how it is.
 */
public final class Sight {
  /** The reason that is shown of an instance of which we can't tell. */
  public static final String REASON = "platform_outage";

  private static final long LAG_MS_MAX = 15_000;

  private final PartitionClock[] clocks;
  private final boolean[] stands;

  Sight(Map<Integer, PartitionClock> known, long nowMs) {
    var highest = known.isEmpty() ? -1 : Collections.max(known.keySet());
    clocks = new PartitionClock[highest + 1];
    stands = new boolean[highest + 1];
    Arrays.fill(stands, true);
    for (var clock : known.values()) {
      // One that came in since is left for the next look.
      if (clock.getPartition() >= 0 && clock.getPartition() <= highest) {
        clocks[clock.getPartition()] = clock;
        stands[clock.getPartition()] = clock.getNowMs() < nowMs - LAG_MS_MAX;
      }
    }
  }

  /** Whether the log's time does not go on in this partition; so also where nobody knows it. */
  boolean stands(int partition) {
    return partition >= 0 && (partition >= stands.length || stands[partition]);
  }

  /** Whether the instance was last heard before our last outage, and is not known to be down. */
  static boolean isUnheard(Status status, long lastContactMs, PartitionClock clock) {
    return (status == Status.HEALTHY || status == Status.DEGRADED)
        && clock != null
        && lastContactMs < clock.getRecoveredAtMs();
  }

  /**
   * Whether we can't tell how an instance is.
   *
   * @param status as it was decided
   * @param partition of the instance's heartbeats; negative where that is not known
   */
  public boolean hides(Status status, int partition, long lastContactMs) {
    return stands(partition) || isUnheard(status, lastContactMs, clock(partition));
  }

  /** The status that is shown. */
  public Status status(Instance instance) {
    return isHidden(instance) ? Status.UNKNOWN : instance.status();
  }

  /** Why that is shown, in words. */
  public String reason(Instance instance) {
    return isHidden(instance) ? REASON : instance.reason();
  }

  /** Since when that is so, epoch milliseconds. */
  public long sinceMs(Instance instance) {
    var clock = clock(instance.partition());
    if (clock == null || !isHidden(instance)) {
      return instance.statusSinceMs();
    }
    if (stands(instance.partition())) {
      return clock.getNowMs();
    }
    return clock.getOutageFromMs() == null ? clock.getRecoveredAtMs() : clock.getOutageFromMs();
  }

  /** What is known of the clock that decides about an instance. */
  public Optional<PartitionClock> clock(Instance instance) {
    return Optional.ofNullable(clock(instance.partition()));
  }

  /** Two sights of the same show the same of every instance. */
  long fingerprint() {
    var hash = 1L;
    for (var partition = 0; partition < clocks.length; partition++) {
      var clock = clocks[partition];
      hash = 31 * hash + (stands[partition] ? 1 : 0);
      if (clock != null) {
        hash = 31 * hash + clock.getRecoveredAtMs();
        hash = 31 * hash + (stands[partition] ? clock.getNowMs() : 0);
      }
    }
    return hash;
  }

  private PartitionClock clock(int partition) {
    return partition >= 0 && partition < clocks.length ? clocks[partition] : null;
  }

  private boolean isHidden(Instance instance) {
    return hides(instance.status(), instance.partition(), instance.lastContactMs());
  }
}
