package dev.fleetpulse.signature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Why an error has the signature it has.
 *
 * @param version of the algorithm
 * @param signature the hex SHA-256 of the canonical text
 * @param canonicalText what was hashed
 * @param how the rule that the signature was made by
 * @param thrown outermost first, with every frame and what became of it
 */
public record Explanation(
    int version,
    String signature,
    Language language,
    String canonicalText,
    How how,
    List<ExplainedThrown> thrown) {

  /** The ways to a signature, the first that fits. */
  public enum How {
    FINGERPRINT("the sender grouped it itself"),
    EXHAUSTION("the machine ran out of something, and who asked next is chance"),
    CYCLE("the stack ran out, so the functions of the cycle count, whichever was last"),
    FRAMES("the innermost frames of the best kind, from the root cause outwards"),
    FRAMES_AND_MESSAGE("its best frames are shared by many errors, so the message counts, too"),
    MESSAGE("no frame tells anything, so the message alone counts, without its values");

    private final String reason;

    How(String reason) {
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }
  }

  /**
   * One exception of the chain.
   *
   * @param root whether it is the root cause, whose type and message count
   */
  public record ExplainedThrown(
      Thrown.Link link, boolean root, String type, String message, List<ExplainedFrame> frames) {}

  /**
   * One frame and what became of it.
   *
   * @param normal as it is hashed, or would be
   */
  public record ExplainedFrame(StackFrame frame, String normal, FrameKind kind, Verdict verdict) {
    /** Why that became of it. */
    public String reason() {
      return switch (verdict) {
        case NEVER_COUNTS, OUTRANKED -> kind.reason();
        case COUNTED, SAME_PLACE, REPEATED, OUTSIDE_CYCLE, TOO_FAR, OVERRIDDEN -> verdict.reason();
      };
    }
  }

  public static Explanation of(ErrorFacts facts) {
    var chain = Chain.of(facts);
    var text = StackSignature.canonicalText(facts, chain);
    var how = how(facts, chain, text);
    return new Explanation(
        StackSignature.VERSION,
        StackSignature.hash(text),
        chain.language(),
        text,
        how,
        thrown(chain, how));
  }

  private static How how(ErrorFacts facts, Chain chain, String text) {
    if (!facts.fingerprint().isEmpty()) {
      return How.FINGERPRINT;
    }
    if (Exhaustion.of(chain.root()) != null) {
      return How.EXHAUSTION;
    }
    if (text.contains("\ncycle ")) {
      return How.CYCLE;
    }
    if (!text.contains("\nat ")) {
      return How.MESSAGE;
    }
    return text.contains("\nmessage ") ? How.FRAMES_AND_MESSAGE : How.FRAMES;
  }

  private static List<ExplainedThrown> thrown(Chain chain, How how) {
    var frames = new ArrayList<List<ExplainedFrame>>();
    var judge = Judge.of(chain, how);
    for (var i = chain.thrown().size() - 1; i >= 0; i--) {
      var explained = new ArrayList<ExplainedFrame>();
      for (var frame : chain.thrown().get(i).frames()) {
        explained.add(judge.explain(frame));
      }
      frames.addFirst(explained);
    }
    var all = new ArrayList<ExplainedThrown>();
    for (var i = 0; i < chain.thrown().size(); i++) {
      var one = chain.thrown().get(i);
      all.add(
          new ExplainedThrown(
              one.link(),
              i == chain.thrown().size() - 1,
              one.type(),
              one.message(),
              List.copyOf(frames.get(i))));
    }
    return List.copyOf(all);
  }

  /** Says of each frame, from the innermost of the root cause outwards, what became of it. */
  private record Judge(
      Language language,
      How how,
      FrameKind best,
      Set<String> cycle,
      Set<String> counted,
      Selection again) {
    static Judge of(Chain chain, How how) {
      return new Judge(
          chain.language(),
          how,
          Selection.of(chain).kind(),
          Selection.cycle(chain.language(), chain.root()),
          new HashSet<>(),
          Selection.empty(chain.language()));
    }

    ExplainedFrame explain(StackFrame frame) {
      var kind = FrameKinds.of(language, frame);
      var normal = FrameName.of(language, frame, kind);
      return new ExplainedFrame(frame, normal, kind, verdict(frame, kind, normal));
    }

    private Verdict verdict(StackFrame frame, FrameKind kind, String normal) {
      return switch (how) {
        case FINGERPRINT, EXHAUSTION -> Verdict.OVERRIDDEN;
        case CYCLE -> {
          if (!cycle.contains(normal)) {
            yield Verdict.OUTSIDE_CYCLE;
          }
          yield counted.add(normal) ? Verdict.COUNTED : Verdict.REPEATED;
        }
        case FRAMES, FRAMES_AND_MESSAGE, MESSAGE -> {
          if (kind.mayCount() && kind != best) {
            yield Verdict.OUTRANKED;
          }
          yield again.offer(frame, kind);
        }
      };
    }
  }
}
