package dev.fleetpulse.load.recording;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The order of error reports: {@code {"dataset":"…","id":"…"}}, the earliest first. */
final class ReportOrder {
  private static final int REPORTS_MAX = 1_000_000;

  private final Map<Report, Integer> ranks;

  private record Report(String set, String id) {}

  private ReportOrder(Map<Report, Integer> ranks) {
    this.ranks = ranks;
  }

  /** Where nothing is known of the order, every set keeps that of its file. */
  static ReportOrder none() {
    return new ReportOrder(Map.of());
  }

  static ReportOrder read(Path file) {
    var ranks = new HashMap<Report, Integer>();
    try (var lines = JsonLines.open(file)) {
      while (lines.hasNext()) {
        var line = lines.next();
        ranks.putIfAbsent(new Report(line.text("dataset"), line.text("id")), ranks.size());
        if (ranks.size() > REPORTS_MAX) {
          throw line.refused("more than " + REPORTS_MAX + " reports");
        }
      }
    }
    return new ReportOrder(ranks);
  }

  /** The place of a report among those of its set; reports without a place come last. */
  int rank(String set, String id) {
    return ranks.getOrDefault(new Report(set, id), Integer.MAX_VALUE);
  }
}
