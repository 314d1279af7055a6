package dev.fleetpulse.query.live;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client wants to be told. An empty filter lets everything through; of several each must.
 *
 * @param types at least one
 * @param servers ids of instances; never empty where heartbeats are wanted
 * @param tags values by name, as instances give them themselves
 * @param severities of the events that have one
 * @param resume how far it has been told before
 */
record Subscription(
    Set<EventType> types,
    Set<String> servers,
    Set<String> apps,
    Map<String, String> tags,
    Set<String> severities,
    Optional<Cursor> resume) {
  Subscription {
    types = Set.copyOf(types);
    servers = Set.copyOf(servers);
    apps = Set.copyOf(apps);
    tags = Map.copyOf(tags);
    severities = Set.copyOf(severities);
  }

  /** Knows the tags of instances. */
  @FunctionalInterface
  interface Tags {
    /** The tags of an instance by name; none where it has none, or is not known. */
    Map<String, String> of(String tenant, String instanceId);
  }

  /**
   * Whether an event is to be told.
   *
   * @param tenant of the client's key, which no subscription can change
   */
  boolean wants(LiveEvent event, String tenant, Tags known) {
    if (event.tenant().isEmpty()) {
      return types.contains(event.type());
    }
    return event.tenant().get().equals(tenant)
        && types.contains(event.type())
        && fits(servers, event.instances())
        && fits(apps, event.apps())
        && (event.severity().isEmpty()
            || severities.isEmpty()
            || severities.contains(event.severity().get()))
        && (tags.isEmpty()
            || event.instances().stream()
                .anyMatch(id -> known.of(tenant, id).entrySet().containsAll(tags.entrySet())));
  }

  private static boolean fits(Set<String> wanted, Collection<String> offered) {
    if (wanted.isEmpty()) {
      return true;
    }
    // Asked for every client and event: a stream for each would be most of the work.
    for (var each : offered) {
      if (wanted.contains(each)) {
        return true;
      }
    }
    return false;
  }
}
