package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is remembered of one alert.
 *
 * @param held whether its cause was told and has not been cleared since
 * @param taken how many events of it changed anything
 * @param edges when its cause began lately, epoch milliseconds, oldest first
 * @param eventIds of the latest events, for repeats
 * @param episode the latest one, open or not
 */
record AlertState(
    boolean held, long taken, List<Long> edges, List<String> eventIds, Optional<Alert> episode) {
  /** Of an alert nobody has heard of. */
  static final AlertState NONE = new AlertState(false, 0, List.of(), List.of(), Optional.empty());

  private static final int EVENTS_MAX = 16;

  AlertState {
    edges = List.copyOf(edges);
    eventIds = List.copyOf(eventIds);
  }

  /** The episode, where it has not been resolved. */
  Optional<Alert> open() {
    return episode.filter(alert -> !alert.getStatus().equals(AlertLife.RESOLVED));
  }

  AlertState holding(boolean now) {
    return new AlertState(now, taken, edges, eventIds, episode);
  }

  AlertState withEdges(List<Long> now) {
    return new AlertState(held, taken, now, eventIds, episode);
  }

  AlertState with(Alert now) {
    return new AlertState(held, taken + 1, edges, eventIds, Optional.of(now));
  }

  AlertState knowing(String eventId) {
    var ids = new ArrayList<>(eventIds);
    ids.add(eventId);
    return new AlertState(
        held, taken, edges, ids.subList(Math.max(0, ids.size() - EVENTS_MAX), ids.size()), episode);
  }
}
