package dev.fleetpulse.signature.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {
  @Test
  void signaturesTellTheKnownBugsApart() throws IOException {
    var data = System.getenv("FLEETPULSE_DATA");
    assumeTrue(
        data != null && !data.isBlank(),
        "FLEETPULSE_DATA names no folder of data, so signatures are not scored on known bugs");

    var scores = Scores.of(Path.of(data, "dedup"));
    scores.print(new PrintWriter(System.out, true, StandardCharsets.UTF_8));

    assertThat(scores.pairF1()).isGreaterThanOrEqualTo(0.72);
    assertThat(scores.reportF1()).isGreaterThanOrEqualTo(0.93);
    assertThat(scores.reportF1("node_ci")).isGreaterThanOrEqualTo(0.95);
    assertThat(scores.variants()).isPositive();
    assertThat(scores.variantsKept()).isEqualTo(scores.variants());
  }

  /** Worked by hand: two groups of two, of which one pair is found and one report put wrongly. */
  @Test
  void scoresAreWhatTheyAreByHand() {
    var reports = List.of(report("A", "x"), report("A", "x"), report("B", "x"), report("B", "y"));

    var grouping = Grouping.of(reports, signature -> signature);

    assertThat(grouping.pairPrecision()).isEqualTo(1.0 / 3, within(1e-9));
    assertThat(grouping.pairRecall()).isEqualTo(1.0 / 2, within(1e-9));
    assertThat(grouping.pairF1()).isEqualTo(0.4, within(1e-9));
    assertThat(grouping.reportPrecision()).isEqualTo((2.0 / 3 * 2 + 1.0 / 3 + 1) / 4, within(1e-9));
    assertThat(grouping.reportRecall()).isEqualTo((1 + 1 + 0.5 + 0.5) / 4, within(1e-9));
  }

  @Test
  void plainRuleDropsLinesAndColumnsAlone() {
    assertThat(PlainRule.of("at f (a.js:12:5)\nat g (b9.js:7)"))
        .isEqualTo("at f (a.js)\nat g (b9.js)");
  }

  private static LabelledReport report(String group, String stack) {
    return new LabelledReport("", group, "", stack);
  }
}
