package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.UsageCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the stores must hold, out of everything that is in the log: plain sorting and adding, which
 * shares nothing with the topology. Rows are lines as {@link StoredUsage} has them.
 */
final class UsageOracle {
  private static final long HOUR_MS = 3_600_000;
  private static final long LATENESS_MS = 25 * HOUR_MS;
  private static final List<String> TOTALS =
      List.of("tokens", "cost", "calls", "repairs", "successes", "failures");
  private static final List<String> PARTS = List.of("tokens", "cost", "calls");

  private final Map<String, TreeMap<Long, Heartbeat>> heartbeats = new TreeMap<>();
  private final Set<List<Object>> inTime = new HashSet<>();
  private final Set<List<Object>> distinct = new HashSet<>();
  private long records;

  private record Seen(long timestampMs, long value) {}

  private static final class Hour {
    private final Map<String, Long> rises = new TreeMap<>();
    private long samples;
    private long stepFromMs = Long.MAX_VALUE;
  }

  void add(Heartbeat heartbeat, long appendMs) {
    records++;
    var timestampMs = heartbeat.getTimestampMs();
    var id = List.<Object>of(heartbeat.getInstanceId(), timestampMs);
    distinct.add(id);
    if (appendMs - timestampMs <= LATENESS_MS) {
      inTime.add(id);
    }
    heartbeats
        .computeIfAbsent(heartbeat.getInstanceId(), _ -> new TreeMap<>())
        .merge(
            timestampMs,
            heartbeat,
            (one, other) ->
                Arrays.compareUnsigned(bytes(one.getHash()), bytes(other.getHash())) >= 0
                    ? one
                    : other);
  }

  /** Heartbeats in the log, each copy counted. */
  long records() {
    return records;
  }

  /** By instance and timestamp, too late or not. */
  long distinct() {
    return distinct.size();
  }

  /** Those that came in time, by instance and timestamp. */
  long accepted() {
    return inTime.size();
  }

  /** The rows, sorted. */
  List<String> rows() {
    var rows = new TreeSet<String>();
    heartbeats.forEach(
        (instance, byTime) -> {
          var accepted = new ArrayList<>(byTime.values());
          accepted.removeIf(
              one -> !inTime.contains(List.<Object>of(instance, one.getTimestampMs())));
          hours(accepted).forEach((hourMs, hour) -> rows.add(line(instance, hourMs, hour)));
        });
    return List.copyOf(rows);
  }

  private static Map<Long, Hour> hours(List<Heartbeat> sorted) {
    var hours = new TreeMap<Long, Hour>();
    var processes = new HashSet<String>();
    var ofAny = new HashMap<String, Seen>();
    var ofProcess = new HashMap<List<String>, Seen>();
    for (var heartbeat : sorted) {
      var timestampMs = heartbeat.getTimestampMs();
      var process = heartbeat.getServer().getBootId();
      var first = processes.add(process);
      var hour = hours.computeIfAbsent(timestampMs - timestampMs % HOUR_MS, _ -> new Hour());
      hour.samples++;
      counters(heartbeat)
          .forEach(
              (counter, value) -> {
                var any = ofAny.get(counter);
                var before = first ? any : ofProcess.getOrDefault(List.of(process, counter), any);
                var rise = 0L;
                if (before != null) {
                  rise = value >= before.value ? value - before.value : value;
                  hour.stepFromMs = Math.min(hour.stepFromMs, before.timestampMs);
                }
                hour.rises.merge(counter, rise, Long::sum);
                var seen = new Seen(timestampMs, value);
                ofAny.put(counter, seen);
                ofProcess.put(List.of(process, counter), seen);
              });
    }
    return hours;
  }

  private static Map<String, Long> counters(Heartbeat heartbeat) {
    var counters = new TreeMap<String, Long>();
    var usage = heartbeat.getUsage();
    if (usage.getTotalTokens() != null) {
      counters.put("tokens", usage.getTotalTokens());
    }
    counters.put("cost", usage.getTotalCostNanos());
    counters.put("calls", usage.getTotalCalls());
    counters.put("repairs", heartbeat.getRepairs().getTotal());
    counters.put("successes", heartbeat.getRepairs().getSuccesses());
    counters.put("failures", heartbeat.getRepairs().getFailures());
    usage.getByCategory().forEach((name, used) -> addPart(counters, "c/" + name, used));
    usage.getByModel().forEach((name, used) -> addPart(counters, "m/" + name, used));
    return counters;
  }

  private static void addPart(Map<String, Long> counters, String name, UsageCounters used) {
    counters.put(name + ":tokens", used.getTokens());
    counters.put(name + ":cost", used.getCostNanos());
    counters.put(name + ":calls", used.getCalls());
  }

  private static String line(String instance, long hourMs, Hour hour) {
    var words = new ArrayList<String>();
    words.add(instance);
    words.add(Long.toString(hourMs));
    words.add(Long.toString(hour.samples));
    words.add(hour.stepFromMs == Long.MAX_VALUE ? "-" : Long.toString(hour.stepFromMs));
    TOTALS.forEach(total -> words.add(Long.toString(hour.rises.getOrDefault(total, 0L))));
    words.add(parts("c/", hour));
    words.add(parts("m/", hour));
    return String.join("\t", words);
  }

  private static String parts(String prefix, Hour hour) {
    var names = new TreeSet<String>();
    for (var counter : hour.rises.keySet()) {
      if (counter.startsWith(prefix)) {
        names.add(counter.substring(prefix.length(), counter.lastIndexOf(':')));
      }
    }
    var parts = new ArrayList<String>();
    for (var name : names) {
      var figures = new ArrayList<String>(List.of(name));
      PARTS.forEach(
          part ->
              figures.add(Long.toString(hour.rises.getOrDefault(prefix + name + ":" + part, 0L))));
      parts.add(String.join(":", figures));
    }
    return String.join(",", parts);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
