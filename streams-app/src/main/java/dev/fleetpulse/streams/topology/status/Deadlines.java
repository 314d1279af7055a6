package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.InstanceKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When each instance is to be looked at again, earliest first; one entry per instance.
 *
 * <p>A heartbeat does not move its instance's entry, it only says how long the entry may wait. When
 * the entry comes to the front, it is armed again for the rest of that time: so a tick costs what
 * is due, not the fleet. The order in which instances are due does not depend on when their entries
 * were armed, and so is the same after a restart.
 */
final class Deadlines {
  private static final Comparator<Entry> ORDER =
      Comparator.<Entry>comparingLong(entry -> entry.armedMs)
          .thenComparing(entry -> entry.instance.tenant())
          .thenComparing(entry -> entry.instance.instanceId());

  private final TreeSet<Entry> byTime = new TreeSet<>(ORDER);
  private final Map<InstanceKey, Entry> byInstance = new HashMap<>();

  private static final class Entry {
    private final InstanceKey instance;
    private long armedMs;
    private long expiresMs;
    private long downAfterMs;
    private long otherwiseMs;

    private Entry(InstanceKey instance) {
      this.instance = instance;
    }

    private long earliestMs() {
      return Math.min(expiresMs, otherwiseMs);
    }

    private long dueMs(long recoveredAtMs) {
      var expiry =
          expiresMs == Long.MAX_VALUE
              ? Long.MAX_VALUE
              : Math.max(expiresMs, recoveredAtMs + downAfterMs);
      return Math.min(expiry, otherwiseMs);
    }
  }

  /**
   * Has the instance looked at in time.
   *
   * @param expiresMs when its silence counts, or {@code downAfterMs} after the last recovery,
   *     whichever is later
   * @param otherwiseMs when something else is due
   */
  void set(InstanceKey instance, long expiresMs, long downAfterMs, long otherwiseMs) {
    var entry = byInstance.get(instance);
    var isNew = entry == null;
    if (isNew) {
      entry = new Entry(instance);
      byInstance.put(instance, entry);
    }
    entry.expiresMs = expiresMs;
    entry.downAfterMs = downAfterMs;
    entry.otherwiseMs = otherwiseMs;
    if (isNew || entry.earliestMs() < entry.armedMs) {
      if (!isNew) {
        byTime.remove(entry);
      }
      entry.armedMs = entry.earliestMs();
      byTime.add(entry);
    }
  }

  /** The instance is no longer looked at. */
  void remove(InstanceKey instance) {
    var entry = byInstance.remove(instance);
    if (entry != null) {
      byTime.remove(entry);
    }
  }

  /**
   * Takes out the instance whose time passed earliest, if there is one.
   *
   * @param recoveredAtMs see {@link StatusClock}
   */
  Optional<InstanceKey> pollPassed(long nowMs, long recoveredAtMs) {
    while (!byTime.isEmpty() && byTime.first().armedMs < nowMs) {
      var entry = byTime.removeFirst();
      var dueMs = entry.dueMs(recoveredAtMs);
      if (dueMs <= entry.armedMs) {
        byInstance.remove(entry.instance);
        return Optional.of(entry.instance);
      }
      entry.armedMs = dueMs;
      byTime.add(entry);
    }
    return Optional.empty();
  }
}
