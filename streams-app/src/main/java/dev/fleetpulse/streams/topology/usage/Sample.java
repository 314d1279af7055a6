package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one heartbeat says of usage.
 *
 * @param process whose counters these are: the boot id, else the process id, else empty
 * @param hash the first eight bytes of the heartbeat's canonical hash; among samples of one
 *     timestamp the greatest (unsigned) wins
 * @param counters cumulative readings; absent is not zero
 */
record Sample(
    long timestampMs, String app, String process, long hash, SortedMap<Counter, Long> counters) {
  /** Categories, and models, that one sample tells apart; the rest is read as one. */
  static final int NAMES_MAX = 32;

  Sample {
    counters = Collections.unmodifiableSortedMap(counters);
  }

  static Sample of(Heartbeat heartbeat) {
    return new Sample(
        heartbeat.getTimestampMs(),
        heartbeat.getApp(),
        process(heartbeat.getServer()),
        hash(heartbeat.getHash()),
        counters(heartbeat));
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
    var padded = ByteBuffer.allocate(Long.BYTES);
    padded.put(0, hash, hash.position(), Math.min(Long.BYTES, hash.remaining()));
    return padded.getLong();
  }

  private static SortedMap<Counter, Long> counters(Heartbeat heartbeat) {
    var counters = new TreeMap<Counter, Long>();
    var usage = heartbeat.getUsage();
    if (usage != null) {
      read(counters, Counter.total(Measure.TOKENS), usage.getTotalTokens());
      read(counters, Counter.total(Measure.COST_NANOS), usage.getTotalCostNanos());
      read(counters, Counter.total(Measure.CALLS), usage.getTotalCalls());
      readNames(counters, Dimension.CATEGORY, usage.getByCategory());
      readNames(counters, Dimension.MODEL, usage.getByModel());
    }
    var repairs = heartbeat.getRepairs();
    if (repairs != null) {
      read(counters, Counter.total(Measure.REPAIRS), repairs.getTotal());
      read(counters, Counter.total(Measure.REPAIR_SUCCESSES), repairs.getSuccesses());
      read(counters, Counter.total(Measure.REPAIR_FAILURES), repairs.getFailures());
    }
    return counters;
  }

  private static void readNames(
      SortedMap<Counter, Long> counters, Dimension dimension, Map<String, UsageCounters> byName) {
    var told = 0;
    for (var entry : new TreeMap<>(byName).entrySet()) {
      var name = told++ < NAMES_MAX ? entry.getKey() : Counter.OTHER;
      var values = entry.getValue();
      read(counters, new Counter(dimension, name, Measure.TOKENS), values.getTokens());
      read(counters, new Counter(dimension, name, Measure.COST_NANOS), values.getCostNanos());
      read(counters, new Counter(dimension, name, Measure.CALLS), values.getCalls());
    }
  }

  private static void read(SortedMap<Counter, Long> counters, Counter counter, Long value) {
    if (value != null) {
      counters.merge(counter, value, Long::sum);
    }
  }
}
