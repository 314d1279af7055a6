package dev.fleetpulse.load.recording;

import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** The part of a series that was asked for. */
final class PartialSeries implements Series<Event> {
  private final Series<Event> whole;
  private final Part part;
  private final Set<String> instances = new HashSet<>();
  private long taken;
  private Optional<Event> ahead = Optional.empty();

  PartialSeries(Series<Event> whole, Part part) {
    this.whole = whole;
    this.part = part;
  }

  @Override
  public boolean hasNext() {
    while (ahead.isEmpty() && taken < part.events() && whole.hasNext()) {
      ahead = Optional.of(whole.next()).filter(this::belongs);
    }
    return ahead.isPresent();
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var event = ahead.orElseThrow();
    ahead = Optional.empty();
    taken++;
    return event;
  }

  @Override
  public void close() {
    whole.close();
  }

  private boolean belongs(Event event) {
    var instance = event.instanceId();
    return instances.contains(instance)
        || (instances.size() < part.instances() && instances.add(instance));
  }
}
