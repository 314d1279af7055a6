package dev.fleetpulse.signature.score;

import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The scores of the sets of labelled reports in a folder, ours beside the plain rule's. */
public final class Scores {
  private static final List<String> SETS =
      List.of("node_ci", "apache_jira", "defects4j_crash", "bugsinpy");

  private final List<Row> all;
  private final List<Row> heldOut;
  private final List<LabelledReport> invariance;

  /** One set, by our signature and by the plain rule. */
  private record Row(String set, Grouping ours, Grouping plain) {}

  private Scores(List<Row> all, List<Row> heldOut, List<LabelledReport> invariance) {
    this.all = all;
    this.heldOut = heldOut;
    this.invariance = invariance;
  }

  /**
   * Of the sets in the folder.
   *
   * @throws IOException if one of them cannot be read
   */
  public static Scores of(Path folder) throws IOException {
    var all = new ArrayList<Row>();
    var heldOut = new ArrayList<Row>();
    for (var set : SETS) {
      var reports = LabelledReports.read(folder.resolve(set + ".jsonl"));
      all.add(row(set, reports));
      heldOut.add(
          row(set, reports.stream().filter(report -> HeldOut.contains(report.group())).toList()));
    }
    return new Scores(all, heldOut, LabelledReports.read(folder.resolve("invariance.jsonl")));
  }

  private static Row row(String set, List<LabelledReport> reports) {
    return new Row(
        set, Grouping.of(reports, Scores::signature), Grouping.of(reports, PlainRule::of));
  }

  private static String signature(String stack) {
    return StackSignature.of(ErrorFacts.ofStack(stack));
  }

  /** F1 over pairs, the mean of the sets. */
  double pairF1() {
    return mean(all, row -> row.ours.pairF1());
  }

  /** B-cubed F1, the mean of the sets. */
  double reportF1() {
    return mean(all, row -> row.ours.reportF1());
  }

  /** B-cubed F1 of one set. */
  double reportF1(String set) {
    return all.stream()
        .filter(row -> row.set.equals(set))
        .mapToDouble(row -> row.ours.reportF1())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No set " + set));
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> figure) {
    return rows.stream().mapToDouble(figure).average().orElse(0);
  }

  /** How many variants keep the signature of the report they were made from. */
  long variantsKept() {
    var bases = new HashMap<String, String>();
    for (var report : invariance) {
      if (report.variant().equals("base")) {
        bases.put(report.group(), signature(report.stack()));
      }
    }
    return invariance.stream()
        .filter(report -> !report.variant().equals("base"))
        .filter(report -> signature(report.stack()).equals(bases.get(report.group())))
        .count();
  }

  long variants() {
    return invariance.stream().filter(report -> !report.variant().equals("base")).count();
  }

  public void print(PrintWriter out) {
    print(out, "all groups", all);
    print(out, "held-out sixth", heldOut);
    out.printf(
        Locale.ROOT,
        "invariance: %d of %d variants keep their signature%n",
        variantsKept(),
        variants());
    out.flush();
  }

  private static void print(PrintWriter out, String title, List<Row> rows) {
    out.printf(
        Locale.ROOT,
        "%-18s %7s %6s | %6s %6s %6s | %6s %6s %6s | %6s %6s%n",
        title,
        "reports",
        "groups",
        "pairP",
        "pairR",
        "pairF1",
        "b3P",
        "b3R",
        "b3F1",
        "plainP",
        "plainB");
    for (var row : rows) {
      var ours = row.ours;
      out.printf(
          Locale.ROOT,
          "%-18s %7d %6d | %6.3f %6.3f %6.3f | %6.3f %6.3f %6.3f | %6.3f %6.3f%n",
          row.set,
          ours.reports(),
          ours.groups(),
          ours.pairPrecision(),
          ours.pairRecall(),
          ours.pairF1(),
          ours.reportPrecision(),
          ours.reportRecall(),
          ours.reportF1(),
          row.plain.pairF1(),
          row.plain.reportF1());
    }
    out.printf(
        Locale.ROOT,
        "%-18s %7s %6s | %6s %6s %6.3f | %6s %6s %6.3f | %6.3f %6.3f%n",
        "macro",
        "",
        "",
        "",
        "",
        mean(rows, row -> row.ours.pairF1()),
        "",
        "",
        mean(rows, row -> row.ours.reportF1()),
        mean(rows, row -> row.plain.pairF1()),
        mean(rows, row -> row.plain.reportF1()));
    out.println();
  }
}
