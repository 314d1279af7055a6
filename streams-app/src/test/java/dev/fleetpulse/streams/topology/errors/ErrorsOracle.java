package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.signature.StackSignature;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the figures of groups are, in as few lines as there can be. */
final class ErrorsOracle {
  private ErrorsOracle() {}

  /** Figures as text. */
  static Map<GroupKey, String> groups(List<ErrorLog.Entry> log) {
    var occurrences = new HashMap<GroupKey, Map<String, ErrorReport>>();
    var received = new HashMap<GroupKey, TreeSet<Long>>();
    var decisions = new HashMap<GroupKey, ErrorLog.Entry.Commanded>();
    var seen = new HashSet<String>();
    for (var entry : log) {
      switch (entry) {
        case ErrorLog.Entry.Reported(var report, var appendMs) -> {
          var signature = StackSignature.of(ReportFacts.of(report));
          var id = report.getInstanceId() + ErrorIdentity.id(report, signature);
          if (seen.add(id)) {
            var key = new GroupKey(report.getTenant(), signature, report.getApp());
            occurrences.computeIfAbsent(key, group -> new TreeMap<>()).put(id, report);
            received.computeIfAbsent(key, group -> new TreeSet<>()).add(appendMs);
          }
        }
        case ErrorLog.Entry.Commanded command -> decisions.put(command.key(), command);
      }
    }
    var figures = new HashMap<GroupKey, String>();
    occurrences.forEach(
        (key, reports) ->
            figures.put(
                key,
                figures(
                    List.copyOf(reports.values()),
                    received.get(key).first(),
                    received.get(key).last(),
                    status(received.get(key).last(), decisions.get(key)))));
    return figures;
  }

  private static String status(long lastReceivedMs, ErrorLog.Entry.Commanded last) {
    if (last == null) {
      return "new";
    }
    return switch (last.command().getAction()) {
      case "ignore" -> "ignored";
      case "reopen" -> "reopened";
      default -> lastReceivedMs > last.appendMs() ? "regressed" : "resolved";
    };
  }

  private static String figures(
      List<ErrorReport> reports, long firstReceivedMs, long lastReceivedMs, String status) {
    var hours = new TreeMap<Long, Long>();
    var releases = new TreeMap<String, TreeSet<Long>>();
    for (var report : reports) {
      hours.merge(report.getTimestampMs() / 3_600_000 * 3_600_000, 1L, Long::sum);
      if (report.getRelease() != null) {
        releases
            .computeIfAbsent(report.getRelease(), release -> new TreeSet<>())
            .add(report.getTimestampMs());
      }
    }
    var spans = new TreeMap<String, String>();
    releases.forEach((release, times) -> spans.put(release, times.first() + " " + times.last()));
    var times = new TreeSet<>(reports.stream().map(ErrorReport::getTimestampMs).toList());
    var sample =
        reports.stream()
            .min(
                Comparator.comparingLong(ErrorReport::getTimestampMs)
                    .thenComparing(ErrorReport::getInstanceId))
            .orElseThrow();
    return "%d from %d to %d, received %d to %d, %s, instances %s, releases %s, hours %s, sample %s"
        .formatted(
            reports.size(),
            times.first(),
            times.last(),
            firstReceivedMs,
            lastReceivedMs,
            status,
            new TreeSet<>(reports.stream().map(ErrorReport::getInstanceId).toList()),
            spans,
            hours,
            sample.getInstanceId());
  }
}
