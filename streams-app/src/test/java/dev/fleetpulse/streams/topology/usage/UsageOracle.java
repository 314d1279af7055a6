package dev.fleetpulse.streams.topology.usage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What the hours of one instance must hold: a few plain lines over the sorted set of samples. */
final class UsageOracle {
  private static final long HOUR_MS = 3_600_000;
  private static final long LATENESS_MS = 25 * HOUR_MS;

  record Arrival(Sample sample, long appendMs) {}

  private UsageOracle() {}

  static Map<Long, HourUsage> hours(List<Arrival> arrivals) {
    var accepted = new TreeMap<Long, Sample>();
    var inTime = new HashSet<Long>();
    for (var arrival : arrivals) {
      var sample = arrival.sample();
      if (arrival.appendMs() - sample.timestampMs() <= LATENESS_MS) {
        inTime.add(sample.timestampMs());
      }
      if (arrival.appendMs() >= sample.timestampMs() / HOUR_MS * HOUR_MS + HOUR_MS + LATENESS_MS) {
        continue; // Its hour is over and done with: not even another copy can win any more.
      }
      accepted.merge(
          sample.timestampMs(),
          sample,
          (one, other) -> Long.compareUnsigned(one.hash(), other.hash()) >= 0 ? one : other);
    }
    accepted.keySet().retainAll(inTime);

    var ofAny = new HashMap<Counter, Reading>();
    var ofProcess = new HashMap<String, Map<Counter, Reading>>();
    var rows = new TreeMap<Long, HourUsage>();
    for (var sample : accepted.values()) {
      var hourMs = sample.timestampMs() / HOUR_MS * HOUR_MS;
      var row = rows.getOrDefault(hourMs, new HourUsage("", 0, OptionalLong.empty(), Map.of()));
      var rises = new HashMap<>(row.rises());
      var stepFrom = row.stepFromMs();
      var first = !ofProcess.containsKey(sample.process());
      var known = ofProcess.computeIfAbsent(sample.process(), process -> new HashMap<>());
      for (var counter : sample.readings().keySet()) {
        long value = sample.readings().get(counter);
        var before = first ? ofAny.get(counter) : known.getOrDefault(counter, ofAny.get(counter));
        var rise = before == null ? 0 : value >= before.value() ? value - before.value() : value;
        rises.merge(counter, rise, Long::sum);
        if (before != null && (stepFrom.isEmpty() || before.timestampMs() < stepFrom.getAsLong())) {
          stepFrom = OptionalLong.of(before.timestampMs());
        }
        var reading = new Reading(sample.timestampMs(), value);
        known.put(counter, reading);
        ofAny.put(counter, reading);
      }
      rows.put(hourMs, new HourUsage(sample.app(), row.samples() + 1, stepFrom, rises));
    }
    return rows;
  }
}
