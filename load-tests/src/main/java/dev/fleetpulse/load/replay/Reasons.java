package dev.fleetpulse.load.replay;

import java.util.Map;
import java.util.TreeMap;

/** Counts by reason; of very many different reasons the later ones are counted as one. */
final class Reasons {
  private static final int REASONS_MAX = 50;
  private static final String OTHER = "other";

  private final TreeMap<String, Long> counts = new TreeMap<>();

  synchronized void add(String reason) {
    var known = counts.containsKey(reason) || counts.size() < REASONS_MAX;
    counts.merge(known ? reason : OTHER, 1L, Long::sum);
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
