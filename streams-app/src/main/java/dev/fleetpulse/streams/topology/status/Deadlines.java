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
 * <p>A heartbeat does not move its instance's entry. The entry comes due, is compared with the last
 * contact, and is armed again for the rest of the time: so a tick costs what is due, not the fleet.
 */
final class Deadlines {
  private static final Comparator<Deadline> ORDER =
      Comparator.comparingLong(Deadline::atMs)
          .thenComparing(deadline -> deadline.instance.tenant())
          .thenComparing(deadline -> deadline.instance.instanceId());

  private final TreeSet<Deadline> byTime = new TreeSet<>(ORDER);
  private final Map<InstanceKey, Deadline> byInstance = new HashMap<>();

  private record Deadline(long atMs, InstanceKey instance) {}

  /** Has the instance looked at by the given time; an earlier entry of it stays. */
  void arm(InstanceKey instance, long atMs) {
    var armed = byInstance.get(instance);
    if (armed != null && armed.atMs <= atMs) {
      return;
    }
    if (armed != null) {
      byTime.remove(armed);
    }
    var deadline = new Deadline(atMs, instance);
    byInstance.put(instance, deadline);
    byTime.add(deadline);
  }

  /** Takes out the earliest instance whose time has passed, if there is one. */
  Optional<InstanceKey> pollPassed(long nowMs) {
    if (byTime.isEmpty() || byTime.first().atMs >= nowMs) {
      return Optional.empty();
    }
    var instance = byTime.removeFirst().instance;
    byInstance.remove(instance);
    return Optional.of(instance);
  }
}
