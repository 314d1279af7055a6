package dev.fleetpulse.signature.cli;

import dev.fleetpulse.signature.Explanation;
import dev.fleetpulse.signature.Explanation.ExplainedFrame;
import dev.fleetpulse.signature.Explanation.ExplainedThrown;
import dev.fleetpulse.signature.Verdict;
import java.io.PrintWriter;

/** An explanation for people. */
final class ExplanationText {
  private final PrintWriter out;

  ExplanationText(PrintWriter out) {
    this.out = out;
  }

  void print(Explanation explanation) {
    out.println(
        "signature " + explanation.signature() + " (version " + explanation.version() + ")");
    out.println("language  " + explanation.language().label());
    out.println("made from " + explanation.how() + ": " + explanation.how().reason());
    explanation.thrown().forEach(this::print);
    out.println();
    out.println("hashed:");
    explanation.canonicalText().lines().forEach(line -> out.println("  " + line));
    out.flush();
  }

  private void print(ExplainedThrown thrown) {
    out.println();
    out.println(
        thrown.link()
            + (thrown.root() ? ", the root cause: " : ": ")
            + (thrown.type() == null ? "(no type)" : thrown.type()));
    thrown.frames().forEach(this::print);
  }

  private void print(ExplainedFrame frame) {
    var counted = frame.verdict() == Verdict.COUNTED;
    out.println((counted ? "  + " : "  - ") + frame.normal());
    if (!counted) {
      out.println("      " + frame.verdict() + ", " + frame.kind() + ": " + frame.reason());
    }
  }
}
