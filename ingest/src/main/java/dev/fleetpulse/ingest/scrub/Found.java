package dev.fleetpulse.ingest.scrub;

import java.util.EnumMap;
import java.util.Map;

/** How many secrets were found, by kind; counts up while scrubbing goes on, in one thread. */
public final class Found {
  private Map<Kind, Integer> counts = Map.of();
  private int total;

  /** Nothing, so far. */
  public Found() {}

  void add(Kind kind) {
    if (total == 0) {
      counts = new EnumMap<>(Kind.class);
    }
    counts.merge(kind, 1, Integer::sum);
    total++;
  }

  /** Secrets of this kind. */
  public int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** Secrets of all kinds. */
  public int total() {
    return total;
  }

  /** The kinds that were found, with their counts. */
  public Map<Kind, Integer> byKind() {
    return Map.copyOf(counts);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
