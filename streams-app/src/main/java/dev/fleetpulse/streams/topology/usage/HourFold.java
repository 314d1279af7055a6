package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Folds the samples of an hour, in order of their timestamps, into the hour's figures.
 *
 * <p>A counter is compared with its previous reading of the same process; for a process's first
 * sample, with the previous reading of any process. It rose by the difference, or, where it fell,
 * by its whole value: it started again from zero. An instance's first reading only sets the mark.
 */
final class HourFold {
  /** More processes than this report under one instance id only by mistake. */
  static final int PROCESSES_MAX = 32;

  private final Map<Counter, Reading> ofAny;
  private final Map<String, Map<Counter, Reading>> ofProcess = new LinkedHashMap<>();
  private final Map<Dimension, Set<String>> names = new EnumMap<>(Dimension.class);
  private final Map<Counter, Long> rises = new HashMap<>();
  private String app = "";
  private long samples;
  private long stepFromMs = Long.MAX_VALUE;

  /** What an hour holds, and what it leaves to the next. */
  record Folded(HourUsage usage, Carry after) {}

  private HourFold(Carry before) {
    ofAny = new HashMap<>(before.ofAny());
    before
        .ofProcess()
        .forEach((process, readings) -> ofProcess.put(process, new HashMap<>(readings)));
    for (var dimension : Dimension.values()) {
      names.put(dimension, new HashSet<>());
    }
    for (var counter : ofAny.keySet()) {
      names.get(counter.dimension()).add(counter.name());
    }
  }

  /**
   * The figures of the given samples.
   *
   * @param before what the hours before left
   * @param samples of one hour, by timestamp
   */
  static Folded fold(Carry before, List<Sample> samples) {
    var fold = new HourFold(before);
    samples.forEach(fold::add);
    return fold.result();
  }

  private void add(Sample sample) {
    var known = ofProcess.remove(sample.process());
    var readings = known == null ? new HashMap<Counter, Reading>() : known;
    withinLimit(sample.counters())
        .forEach(
            (counter, value) -> {
              var any = ofAny.get(counter);
              var before = known == null ? any : readings.getOrDefault(counter, any);
              rises.merge(counter, rise(before, value), Long::sum);
              var reading = new Reading(sample.timestampMs(), value);
              readings.put(counter, reading);
              ofAny.put(counter, reading);
            });
    ofProcess.put(sample.process(), readings);
    if (ofProcess.size() > PROCESSES_MAX) {
      ofProcess.remove(ofProcess.keySet().iterator().next());
    }
    app = sample.app();
    samples++;
  }

  private long rise(Reading before, long value) {
    if (before == null) {
      return 0;
    }
    stepFromMs = Math.min(stepFromMs, before.timestampMs());
    return value >= before.value() ? value - before.value() : value;
  }

  /** The counters with names beyond the instance's first ones read as one. */
  private SortedMap<Counter, Long> withinLimit(SortedMap<Counter, Long> counters) {
    var admitted = new TreeMap<Counter, Long>();
    counters.forEach(
        (counter, value) ->
            admitted.merge(
                admits(counter) ? counter : counter.named(Counter.OTHER), value, Long::sum));
    return admitted;
  }

  private boolean admits(Counter counter) {
    var known = names.get(counter.dimension());
    return known.contains(counter.name())
        || (known.size() < Sample.NAMES_MAX && known.add(counter.name()));
  }

  private Folded result() {
    var stepFrom =
        stepFromMs == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(stepFromMs);
    return new Folded(new HourUsage(app, samples, stepFrom, rises), new Carry(ofAny, ofProcess));
  }
}
