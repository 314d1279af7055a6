package dev.fleetpulse.load.recording;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Several series as one in the order of time; at the same time the series given first comes first.
 */
final class MergedSeries implements Series<Event> {
  private final List<Series<Event>> series;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(
          Comparator.comparingLong((Head head) -> head.event.timeMs())
              .thenComparingInt(head -> head.index));
  private boolean started;

  private record Head(Event event, int index) {}

  /** Reads nothing yet. */
  MergedSeries(List<Series<Event>> series) {
    this.series = List.copyOf(series);
  }

  @Override
  public boolean hasNext() {
    start();
    return !heads.isEmpty();
  }

  @Override
  public Event next() {
    start();
    var head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    readFrom(head.index);
    return head.event;
  }

  @Override
  public void close() {
    series.forEach(Series::close);
  }

  private void start() {
    if (!started) {
      started = true;
      for (var index = 0; index < series.size(); index++) {
        readFrom(index);
      }
    }
  }

  private void readFrom(int index) {
    if (series.get(index).hasNext()) {
      heads.add(new Head(series.get(index).next(), index));
    }
  }
}
