package dev.fleetpulse.load.fault.errors;

import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the log makes of groups and hours, by the definitions and in no clever way. */
final class ErrorOracle {
  private static final long HOUR_MS = 3_600_000;

  private final Map<String, Group> groups = new TreeMap<>();
  private final Map<String, Decided> decided = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private long records;

  private record Decided(String action, long atMs) {}

  private static final class Group {
    private final TreeSet<Long> times = new TreeSet<>();
    private final Set<String> instances = new HashSet<>();
    private final Map<Long, Long> hours = new TreeMap<>();
    private long count;
    private long lastReceivedMs;
  }

  static String signature(String type, String message, String stack) {
    return StackSignature.of(
        new ErrorFacts(null, type, message, stack, List.of(), List.of(), List.of()));
  }

  void add(ErrorReport report, long appendMs) {
    records++;
    var signature = signature(report.getType(), report.getMessage(), report.getStack());
    var identity =
        report.getErrorId() == null
            ? report.getTimestampMs() + signature + report.getMessage()
            : "id " + report.getErrorId();
    if (!seen.add(report.getInstanceId() + " " + identity)) {
      return;
    }
    var group = groups.computeIfAbsent(report.getApp() + "\t" + signature, key -> new Group());
    group.count++;
    group.times.add(report.getTimestampMs());
    group.instances.add(report.getInstanceId());
    group.hours.merge(report.getTimestampMs() / HOUR_MS * HOUR_MS, 1L, Long::sum);
    group.lastReceivedMs = Math.max(group.lastReceivedMs, appendMs);
  }

  /** In the order of the log. */
  void add(ErrorCommand command, long appendMs) {
    decided.put(
        command.getApp() + "\t" + command.getSignature(),
        new Decided(command.getAction(), appendMs));
  }

  long records() {
    return records;
  }

  long distinct() {
    return seen.size();
  }

  /** {@code app signature count first last instances status}, with tabs between. */
  List<String> groups() {
    var rows = new ArrayList<String>();
    groups.forEach(
        (key, group) ->
            rows.add(
                String.join(
                    "\t",
                    key,
                    Long.toString(group.count),
                    Long.toString(group.times.first()),
                    Long.toString(group.times.last()),
                    Integer.toString(group.instances.size()),
                    status(decided.get(key), group.lastReceivedMs))));
    return rows;
  }

  /** {@code app signature hour count}, with tabs between. */
  List<String> hours() {
    var rows = new ArrayList<String>();
    groups.forEach(
        (key, group) ->
            group.hours.forEach((hour, count) -> rows.add(key + "\t" + hour + "\t" + count)));
    return rows;
  }

  private static String status(Decided last, long lastReceivedMs) {
    if (last == null) {
      return "new";
    }
    return switch (last.action) {
      case "ignore" -> "ignored";
      case "reopen" -> "reopened";
      default -> lastReceivedMs > last.atMs ? "regressed" : "resolved";
    };
  }
}
