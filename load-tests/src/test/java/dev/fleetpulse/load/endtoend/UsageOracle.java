package dev.fleetpulse.load.endtoend;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the usage rows must be: one loop over the sorted heartbeats. Nothing of it comes from the
 * topology.
 */
final class UsageOracle {
  private static final long HOUR_MS = 3_600_000;

  private UsageOracle() {}

  /** The rows of distinct heartbeats, sorted by instance and hour. */
  static List<UsageRow> rows(Collection<Heartbeat> distinct) {
    var byInstance = new TreeMap<String, List<Heartbeat>>();
    for (var heartbeat : distinct) {
      byInstance.computeIfAbsent(heartbeat.instance(), _ -> new ArrayList<>()).add(heartbeat);
    }
    var rows = new ArrayList<UsageRow>();
    for (var heartbeats : byInstance.values()) {
      heartbeats.sort(Comparator.comparingLong(Heartbeat::timestamp));
      rows.addAll(rowsOfOne(heartbeats));
    }
    return rows;
  }

  private record Seen(long timestamp, Amount value) {}

  private static Collection<UsageRow> rowsOfOne(List<Heartbeat> sorted) {
    var rows = new TreeMap<Long, UsageRow>();
    var processes = new HashSet<String>();
    Map<String, Seen> lastOfAny = new HashMap<>();
    Map<String, Seen> lastOfProcess = new HashMap<>();
    for (var heartbeat : sorted) {
      var isNewProcess = processes.add(heartbeat.bootId());
      var hour = heartbeat.timestamp() - heartbeat.timestamp() % HOUR_MS;
      var row = rows.get(hour);
      SortedMap<String, Amount> rises = row == null ? new TreeMap<>() : row.rises();
      Optional<Long> stepFrom = row == null ? Optional.empty() : row.stepFrom();
      for (var counter : heartbeat.counters().entrySet()) {
        var name = counter.getKey();
        var ofProcess = heartbeat.bootId() + "/" + name;
        var any = lastOfAny.get(name);
        var before = isNewProcess ? any : lastOfProcess.getOrDefault(ofProcess, any);
        var rise = Amount.NONE;
        if (before != null) {
          rise = rise(before.value, counter.getValue());
          var earliest = stepFrom.orElse(before.timestamp);
          stepFrom = Optional.of(Math.min(earliest, before.timestamp));
        }
        rises.merge(name, rise, Amount::plus);
        var seen = new Seen(heartbeat.timestamp(), counter.getValue());
        lastOfAny.put(name, seen);
        lastOfProcess.put(ofProcess, seen);
      }
      var samples = row == null ? 1 : row.samples() + 1;
      rows.put(
          hour,
          new UsageRow(heartbeat.instance(), heartbeat.app(), hour, samples, stepFrom, rises));
    }
    return rows.values();
  }

  private static Amount rise(Amount before, Amount now) {
    return new Amount(
        rise(before.tokens(), now.tokens()),
        rise(before.costNanos(), now.costNanos()),
        rise(before.calls(), now.calls()));
  }

  /** A counter that fell began again from zero. */
  private static long rise(long before, long now) {
    return now >= before ? now - before : now;
  }
}
