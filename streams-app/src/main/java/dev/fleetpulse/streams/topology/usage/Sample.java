package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.nio.ByteBuffer;
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

  /**
   * Reads a heartbeat.
   *
   * @param expected the counters that the instance had before: it most likely has the same ones,
   *     and others get their slots behind these
   */
  static Sample of(Heartbeat heartbeat, Counters expected) {
    var timestampMs = heartbeat.getTimestampMs();
    var process = process(heartbeat.getServer());
    var hash = hash(heartbeat.getHash());
    var values = expected.read(heartbeat);
    return values == null
        ? of(timestampMs, heartbeat.getApp(), process, hash, readings(heartbeat), expected)
        : new Sample(timestampMs, heartbeat.getApp(), process, hash, expected, values);
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

  private static String process(Server server) {
    if (server == null) {
      return "";
    }
    if (server.getBootId() != null) {
      return server.getBootId();
    }
    return server.getPid() == null ? "" : server.getPid().toString();
  }

  private static long hash(ByteBuffer hash) {
    if (hash.remaining() >= Long.BYTES) {
      return hash.getLong(hash.position());
    }
    var padded = ByteBuffer.allocate(Long.BYTES);
    padded.put(0, hash, hash.position(), hash.remaining());
    return padded.getLong();
  }

  private static Map<Counter, Long> readings(Heartbeat heartbeat) {
    var readings = new TreeMap<Counter, Long>();
    var usage = heartbeat.getUsage();
    if (usage != null) {
      read(readings, Counter.total(Measure.TOKENS), usage.getTotalTokens());
      read(readings, Counter.total(Measure.COST_NANOS), usage.getTotalCostNanos());
      read(readings, Counter.total(Measure.CALLS), usage.getTotalCalls());
      readNames(readings, Dimension.CATEGORY, usage.getByCategory());
      readNames(readings, Dimension.MODEL, usage.getByModel());
    }
    var repairs = heartbeat.getRepairs();
    if (repairs != null) {
      read(readings, Counter.total(Measure.REPAIRS), repairs.getTotal());
      read(readings, Counter.total(Measure.REPAIR_SUCCESSES), repairs.getSuccesses());
      read(readings, Counter.total(Measure.REPAIR_FAILURES), repairs.getFailures());
    }
    return readings;
  }

  private static void readNames(
      Map<Counter, Long> readings, Dimension dimension, Map<String, UsageCounters> byName) {
    var told = 0;
    for (var entry : new TreeMap<>(byName).entrySet()) {
      var name = told++ < NAMES_MAX ? entry.getKey() : Counter.OTHER;
      var values = entry.getValue();
      read(readings, new Counter(dimension, name, Measure.TOKENS), values.getTokens());
      read(readings, new Counter(dimension, name, Measure.COST_NANOS), values.getCostNanos());
      read(readings, new Counter(dimension, name, Measure.CALLS), values.getCalls());
    }
  }

  private static void read(Map<Counter, Long> readings, Counter counter, Long value) {
    if (value != null) {
      readings.merge(counter, value, Long::sum);
    }
  }
}
