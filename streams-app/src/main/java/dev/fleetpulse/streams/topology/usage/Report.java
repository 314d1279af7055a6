package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * What usage needs of a heartbeat, and nothing else of it: readings by the codes of their measures,
 * {@link Counters#ABSENT} where there is none.
 */
final class Report {
  private final long timestampMs;
  private final String app;
  private final String process;
  private final long hash;
  private final long[] totals;
  private final Named categories;
  private final Named models;

  /**
   * A report.
   *
   * @param process whose counters these are: the boot id, else the process id, else empty
   * @param hash the first eight bytes of the heartbeat's canonical hash
   * @param totals as many as there are measures
   */
  Report(
      long timestampMs,
      String app,
      String process,
      long hash,
      long[] totals,
      Named categories,
      Named models) {
    this.timestampMs = timestampMs;
    this.app = app;
    this.process = process;
    this.hash = hash;
    this.totals = totals;
    this.categories = categories;
    this.models = models;
  }

  /**
   * The readings of each category, or of each model; in no order, and the last of a name counts.
   */
  static final class Named {
    /** Tokens, cost and calls: the first ones of all measures. */
    static final int MEASURES = 3;

    private String[] names;
    private long[] values;
    private int size;

    Named(int capacity) {
      names = new String[capacity];
      values = new long[capacity * MEASURES];
    }

    static Named of(Map<String, UsageCounters> byName) {
      var named = new Named(byName.size());
      byName.forEach(
          (name, counters) ->
              named.add(
                  name,
                  orAbsent(counters.getTokens()),
                  orAbsent(counters.getCostNanos()),
                  orAbsent(counters.getCalls())));
      return named;
    }

    void add(String name, long tokens, long costNanos, long calls) {
      if (size == names.length) {
        names = Arrays.copyOf(names, 2 * size + 1);
        values = Arrays.copyOf(values, names.length * MEASURES);
      }
      names[size] = name;
      var first = size++ * MEASURES;
      values[first] = tokens;
      values[first + 1] = costNanos;
      values[first + 2] = calls;
    }

    int size() {
      return size;
    }

    String name(int index) {
      return names[index];
    }

    long value(int index, int measureCode) {
      return values[index * MEASURES + measureCode];
    }
  }

  /** What usage needs of a heartbeat that was read as a whole. */
  static Report of(Heartbeat heartbeat) {
    var totals = noTotals();
    var usage = heartbeat.getUsage();
    if (usage != null) {
      totals[Measure.TOKENS.code()] = orAbsent(usage.getTotalTokens());
      totals[Measure.COST_NANOS.code()] = orAbsent(usage.getTotalCostNanos());
      totals[Measure.CALLS.code()] = orAbsent(usage.getTotalCalls());
    }
    var repairs = heartbeat.getRepairs();
    if (repairs != null) {
      totals[Measure.REPAIRS.code()] = orAbsent(repairs.getTotal());
      totals[Measure.REPAIR_SUCCESSES.code()] = orAbsent(repairs.getSuccesses());
      totals[Measure.REPAIR_FAILURES.code()] = orAbsent(repairs.getFailures());
    }
    return new Report(
        heartbeat.getTimestampMs(),
        heartbeat.getApp(),
        process(heartbeat.getServer()),
        hash(heartbeat.getHash()),
        totals,
        usage == null ? new Named(0) : Named.of(usage.getByCategory()),
        usage == null ? new Named(0) : Named.of(usage.getByModel()));
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

  long total(int measureCode) {
    return totals[measureCode];
  }

  Named categories() {
    return categories;
  }

  Named models() {
    return models;
  }

  /** Room for the totals of a report, none of which is there yet. */
  static long[] noTotals() {
    var none = new long[Counters.MEASURES.length];
    Arrays.fill(none, Counters.ABSENT);
    return none;
  }

  private static long orAbsent(Long value) {
    return value == null ? Counters.ABSENT : value;
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
}
