package dev.fleetpulse.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void everyFrameSaysWhatBecameOfItAndWhy() {
    var explanation = Explanation.of(ErrorFacts.ofStack(Traces.NODE));

    assertThat(explanation.version()).isEqualTo(1);
    assertThat(explanation.how()).isEqualTo(Explanation.How.FRAMES);
    assertThat(explanation.thrown().getFirst().frames())
        .extracting(
            Explanation.ExplainedFrame::kind,
            Explanation.ExplainedFrame::verdict,
            Explanation.ExplainedFrame::normal)
        .containsExactly(
            tuple(FrameKind.APPLICATION, Verdict.COUNTED, "priceOf in cart/price.js"),
            tuple(FrameKind.RUNTIME, Verdict.OUTRANKED, "all in index 0"),
            tuple(FrameKind.APPLICATION, Verdict.COUNTED, "checkout in cart/cart.mjs"),
            tuple(FrameKind.LIBRARY, Verdict.OUTRANKED, "handle in express/lib/router/layer.js"),
            tuple(
                FrameKind.RUNTIME,
                Verdict.OUTRANKED,
                "processTicksAndRejections in process/task_queues"));
  }

  @Test
  void theRootCauseIsNamed() {
    var explanation = Explanation.of(ErrorFacts.ofStack(Traces.JAVA));

    assertThat(explanation.thrown())
        .extracting(Explanation.ExplainedThrown::root, Explanation.ExplainedThrown::type)
        .containsExactly(
            tuple(false, "com.shop.CartException"), tuple(true, "java.lang.NullPointerException"));
  }

  @Test
  void countedFramesAreTheHashedOnes() {
    for (var stack : List.of(Traces.NODE, Traces.JAVA, Traces.PYTHON, Traces.GO, Traces.DOTNET)) {
      var explanation = Explanation.of(ErrorFacts.ofStack(stack));
      var counted =
          explanation.thrown().reversed().stream()
              .flatMap(thrown -> thrown.frames().stream())
              .filter(frame -> frame.verdict() == Verdict.COUNTED)
              .map(Explanation.ExplainedFrame::normal)
              .toList();
      var hashed =
          explanation
              .canonicalText()
              .lines()
              .filter(line -> line.startsWith("at "))
              .map(line -> line.substring(3))
              .toList();

      assertThat(counted).isEqualTo(hashed);
    }
  }

  @Test
  void overflowsCountTheirCycle() {
    var stack =
        "java.lang.StackOverflowError\n"
            + "\tat com.shop.Tree.walk(Tree.java:9)\n\tat com.shop.Leaf.visit(Leaf.java:9)\n"
                .repeat(5)
            + "\tat com.shop.Main.main(Main.java:9)\n";

    var explanation = Explanation.of(ErrorFacts.ofStack(stack));

    assertThat(explanation.how()).isEqualTo(Explanation.How.CYCLE);
    var frames = explanation.thrown().getFirst().frames();
    assertThat(frames.get(0).verdict()).isEqualTo(Verdict.COUNTED);
    assertThat(frames.get(2).verdict()).isEqualTo(Verdict.REPEATED);
    assertThat(frames.getLast().verdict()).isEqualTo(Verdict.OUTSIDE_CYCLE);
  }

  @Test
  void fingerprintsOverrideTheFrames() {
    var facts = new ErrorFacts(null, null, null, Traces.NODE, null, null, List.of("cart"));

    var explanation = Explanation.of(facts);

    assertThat(explanation.how()).isEqualTo(Explanation.How.FINGERPRINT);
    assertThat(explanation.thrown().getFirst().frames())
        .extracting(Explanation.ExplainedFrame::verdict)
        .containsOnly(Verdict.OVERRIDDEN);
  }

  @Test
  void everyRuleHasAReason() {
    for (var kind : FrameKind.values()) {
      assertThat(kind.reason()).isNotBlank();
    }
    for (var verdict : Verdict.values()) {
      assertThat(verdict.reason()).isNotBlank();
    }
    for (var how : Explanation.How.values()) {
      assertThat(how.reason()).isNotBlank();
    }
  }
}
