package dev.fleetpulse.query.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that happened.
 *
 * @param tenant who may know of it; nothing where it concerns everybody
 * @param about what it tells of: of two events about the same, the later says all that the earlier
 *     did
 * @param apps whose it is; none where it is no app's
 * @param instances which it is about; none where it is about no instance
 * @param severity info, warn or critical, where it has one
 * @param body as clients get it, without its cursor
 */
record LiveEvent(
    Optional<String> tenant,
    EventType type,
    String about,
    Set<String> apps,
    Collection<String> instances,
    Optional<String> severity,
    ObjectNode body) {
  LiveEvent {
    apps = Set.copyOf(apps);
    instances = List.copyOf(instances);
  }

  /** Whether it stands in the journal; what comes again in a minute need not. */
  boolean isKept() {
    return type != EventType.HEARTBEAT;
  }
}
