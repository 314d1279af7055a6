package dev.fleetpulse.query.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The latest events of this process, so that whoever lost the connection for a moment can be told
 * what came meanwhile. Not safe for several threads.
 */
final class Journal {
  private final String incarnation;
  private final int eventsMax;
  private final Deque<PlacedEvent> latest = new ArrayDeque<>();
  private long position;

  /** What a client is told that comes back. */
  sealed interface Resumption {
    /** Everything since is here, oldest first. */
    record Complete(List<PlacedEvent> events) implements Resumption {}

    /** Nobody here can tell what came since: it has to be asked for by other means. */
    record Missed() implements Resumption {}
  }

  /**
   * Empty.
   *
   * @param eventsMax how many are kept
   */
  Journal(String incarnation, int eventsMax) {
    this.incarnation = incarnation;
    this.eventsMax = eventsMax;
  }

  /** Gives an event its place. */
  PlacedEvent place(LiveEvent event) {
    if (!event.isKept()) {
      return new PlacedEvent(event, cursor());
    }
    position++;
    var placed = new PlacedEvent(event, cursor());
    latest.addLast(placed);
    if (latest.size() > eventsMax) {
      latest.removeFirst();
    }
    return placed;
  }

  /** How far it goes. */
  Cursor cursor() {
    return new Cursor(incarnation, position);
  }

  /** What came after. */
  Resumption since(Cursor cursor) {
    var oldestKept = position - latest.size();
    if (!cursor.incarnation().equals(incarnation)
        || cursor.position() < oldestKept
        || cursor.position() > position) {
      return new Resumption.Missed();
    }
    var later = new ArrayList<PlacedEvent>();
    for (var event : latest) {
      if (event.cursor().position() > cursor.position()) {
        later.add(event);
      }
    }
    return new Resumption.Complete(later);
  }
}
