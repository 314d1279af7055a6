package dev.fleetpulse.load.check;

import java.util.List;
import java.util.Locale;

/** What the recording and the API say, figure by figure. */
public record Verdict(List<Row> rows) {

  /** One figure; both sides as people read them. */
  public record Row(String figure, String expected, String actual) {
    public boolean equal() {
      return expected.equals(actual);
    }
  }

  public Verdict {
    rows = List.copyOf(rows);
  }

  /** Whether the API says of every figure what the recording holds. */
  public boolean equal() {
    return rows.stream().allMatch(Row::equal);
  }

  /** The verdict as a table. */
  public String text() {
    var text = new StringBuilder(row("figure", "recording", "API", "equal"));
    for (var row : rows) {
      text.append(row(row.figure, row.expected, row.actual, row.equal() ? "yes" : "NO"));
    }
    return text.toString();
  }

  private static String row(String figure, String expected, String actual, String equal) {
    return String.format(Locale.ROOT, "  %-12s %18s %18s   %s%n", figure, expected, actual, equal);
  }
}
