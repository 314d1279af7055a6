package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one heartbeat says of usage: cumulative readings; absent is not zero. */
final class Sample {
  /** Categories, and models, that one sample tells apart; the rest is read as one. */
  static final int NAMES_MAX = 32;

  private final long timestampMs;
  private final String app;
  private final String process;
  private final long hash;
  private final Counters counters;
  private final long[] values;

  /**
   * A sample.
   *
   * @param process whose counters these are: the boot id, else the process id, else empty
   * @param hash the first eight bytes of the heartbeat's canonical hash; among samples of one
   *     timestamp the greatest (unsigned) wins
   * @param values by the counters' slots
   */
  Sample(
      long timestampMs, String app, String process, long hash, Counters counters, long[] values) {
    this.timestampMs = timestampMs;
    this.app = app;
    this.process = process;
    this.hash = hash;
    this.counters = counters;
    this.values = values;
  }

  static Sample of(
      long timestampMs, String app, String process, long hash, Map<Counter, Long> readings) {
    return of(timestampMs, app, process, hash, readings, Counters.NONE);
  }

  /** As {@link #of(Report, Counters)}, of a heartbeat that was read as a whole. */
  static Sample of(Heartbeat heartbeat, Counters expected) {
    return of(Report.of(heartbeat), expected);
  }

  /**
   * Reads a heartbeat.
   *
   * @param expected the counters that the instance had before: it most likely has the same ones,
   *     and others get their slots behind these
   */
  static Sample of(Report report, Counters expected) {
    var values = expected.read(report);
    return values == null
        ? of(
            report.timestampMs(),
            report.app(),
            report.process(),
            report.hash(),
            readings(report),
            expected)
        : new Sample(
            report.timestampMs(), report.app(), report.process(), report.hash(), expected, values);
  }

  private static Sample of(
      long timestampMs,
      String app,
      String process,
      long hash,
      Map<Counter, Long> readings,
      Counters expected) {
    var counters = expected.with(new TreeMap<>(readings).keySet());
    return new Sample(timestampMs, app, process, hash, counters, counters.inSlots(readings));
  }

  long timestampMs() {
    return timestampMs;
  }

  String app() {
    return app;
  }

  String process() {
    return process;
  }

  long hash() {
    return hash;
  }

  Counters counters() {
    return counters;
  }

  boolean has(int slot) {
    return values[slot] != Counters.ABSENT;
  }

  long value(int slot) {
    return values[slot];
  }

  /** By the counters' slots; not to be changed. */
  long[] values() {
    return values;
  }

  /** The counters that it has, in their order, with what they show. */
  SortedMap<Counter, Long> readings() {
    var readings = new TreeMap<Counter, Long>();
    for (var slot = 0; slot < values.length; slot++) {
      if (has(slot)) {
        readings.put(counters.at(slot), values[slot]);
      }
    }
    return readings;
  }

  /** Whether this one stands where both have the same timestamp. */
  boolean beats(Sample other) {
    return Long.compareUnsigned(hash, other.hash) > 0;
  }

  private static Map<Counter, Long> readings(Report report) {
    var readings = new TreeMap<Counter, Long>();
    for (var measure : Counters.MEASURES) {
      read(readings, Counter.total(measure), report.total(measure.code()));
    }
    readNames(readings, Dimension.CATEGORY, report.categories());
    readNames(readings, Dimension.MODEL, report.models());
    return readings;
  }

  private static void readNames(
      Map<Counter, Long> readings, Dimension dimension, Report.Named named) {
    var indices = new TreeMap<String, Integer>();
    for (var index = 0; index < named.size(); index++) {
      indices.put(named.name(index), index);
    }
    var told = 0;
    for (var entry : indices.entrySet()) {
      var name = told++ < NAMES_MAX ? entry.getKey() : Counter.OTHER;
      for (var code = 0; code < Report.Named.MEASURES; code++) {
        var counter = new Counter(dimension, name, Counters.MEASURES[code]);
        read(readings, counter, named.value(entry.getValue(), code));
      }
    }
  }

  private static void read(Map<Counter, Long> readings, Counter counter, long value) {
    if (value != Counters.ABSENT) {
      readings.merge(counter, value, Long::sum);
    }
  }
}
