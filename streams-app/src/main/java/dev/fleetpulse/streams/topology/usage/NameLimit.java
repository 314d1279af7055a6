package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which categories and models of an instance are told apart where there are too many: the first
 * ones of each day; what the others show is read as one counter's value. Of names that were told
 * apart before and are not heard of any more, the latest are remembered.
 */
final class NameLimit {
  /** So that a name that comes back is measured from where it was. */
  private static final int REMEMBERED_MAX = 2 * Sample.NAMES_MAX;

  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private NameLimit() {}

  /** The counters to go on with, and what the sample shows of them. */
  record Admission(Counters counters, Map<Counter, Long> readings) {}

  /**
   * Decides for one sample.
   *
   * @param known the counters so far
   * @param last their last readings: a name that was read on the sample's day has been admitted
   */
  static Admission admit(Sample sample, Counters known, Marks last) {
    var dayMs = sample.timestampMs() - Math.floorMod(sample.timestampMs(), DAY_MS);
    var lastHeardMs = new TreeMap<Dimension, Map<String, Long>>();
    for (var dimension : Dimension.values()) {
      lastHeardMs.put(dimension, lastHeardMs(dimension, known, last));
    }
    var values = new TreeMap<Counter, Long>();
    sample
        .readings()
        .forEach(
            (counter, value) ->
                values.merge(
                    isAdmitted(counter, lastHeardMs.get(counter.dimension()), dayMs, sample)
                        ? counter
                        : counter.named(Counter.OTHER),
                    value,
                    Long::sum));
    var counters = remembered(known, lastHeardMs).with(values.keySet());
    return new Admission(counters, values);
  }

  private static boolean isAdmitted(
      Counter counter, Map<String, Long> lastHeardMs, long dayMs, Sample sample) {
    if (counter.dimension() == Dimension.TOTAL || counter.name().equals(Counter.OTHER)) {
      return true;
    }
    var heardMs = lastHeardMs.get(counter.name());
    if (heardMs != null && heardMs >= dayMs) {
      return true;
    }
    if (lastHeardMs.values().stream().filter(timeMs -> timeMs >= dayMs).count()
        >= Sample.NAMES_MAX) {
      return false;
    }
    lastHeardMs.put(counter.name(), sample.timestampMs());
    return true;
  }

  private static Map<String, Long> lastHeardMs(Dimension dimension, Counters known, Marks last) {
    var heardMs = new HashMap<String, Long>();
    for (var slot = 0; slot < known.size(); slot++) {
      var counter = known.at(slot);
      if (counter.dimension() == dimension
          && !counter.name().equals(Counter.OTHER)
          && last.has(slot)) {
        heardMs.merge(counter.name(), last.timeMs(slot), Math::max);
      }
    }
    return heardMs;
  }

  private static Counters remembered(
      Counters known, Map<Dimension, Map<String, Long>> lastHeardMs) {
    var forgotten = new HashMap<Dimension, Set<String>>();
    lastHeardMs.forEach(
        (dimension, heardMs) ->
            forgotten.put(
                dimension,
                new HashSet<>(
                    heardMs.entrySet().stream()
                        .sorted(
                            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .skip(REMEMBERED_MAX)
                        .map(Map.Entry::getKey)
                        .toList())));
    var left = new ArrayList<>(known.all());
    left.removeIf(counter -> forgotten.get(counter.dimension()).contains(counter.name()));
    return left.size() == known.size() ? known : Counters.of(left);
  }
}
