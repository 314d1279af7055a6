package dev.fleetpulse.signature.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How well reports were put into groups: over pairs of reports, where big groups weigh most, and
 * per report (B-cubed), where every report weighs the same.
 */
record Grouping(
    int reports,
    int groups,
    double pairPrecision,
    double pairRecall,
    double reportPrecision,
    double reportRecall) {

  /** One report: where it belongs and where it was put. */
  private record Placed(String group, String signature) {}

  /** Compares what the signature puts together with what belongs together. */
  static Grouping of(List<LabelledReport> reports, Function<String, String> signature) {
    var groups = new HashMap<String, Integer>();
    var signatures = new HashMap<String, Integer>();
    var both = new HashMap<Placed, Integer>();
    for (var report : reports) {
      var placed = new Placed(report.group(), signature.apply(report.stack()));
      groups.merge(placed.group, 1, Integer::sum);
      signatures.merge(placed.signature, 1, Integer::sum);
      both.merge(placed, 1, Integer::sum);
    }
    var precision = 0.0;
    var recall = 0.0;
    for (var entry : both.entrySet()) {
      var squared = (double) entry.getValue() * entry.getValue();
      precision += squared / signatures.get(entry.getKey().signature);
      recall += squared / groups.get(entry.getKey().group);
    }
    return new Grouping(
        reports.size(),
        groups.size(),
        share(pairs(both), pairs(signatures)),
        share(pairs(both), pairs(groups)),
        reports.isEmpty() ? 1 : precision / reports.size(),
        reports.isEmpty() ? 1 : recall / reports.size());
  }

  private static long pairs(Map<?, Integer> counts) {
    return counts.values().stream().mapToLong(count -> (long) count * (count - 1) / 2).sum();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }

  double pairF1() {
    return harmonic(pairPrecision, pairRecall);
  }

  double reportF1() {
    return harmonic(reportPrecision, reportRecall);
  }

  private static double harmonic(double precision, double recall) {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }
}
