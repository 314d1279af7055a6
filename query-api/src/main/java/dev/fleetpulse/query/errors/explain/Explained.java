package dev.fleetpulse.query.errors.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.Explanation;
import dev.fleetpulse.signature.Explanation.ExplainedFrame;
import dev.fleetpulse.signature.Explanation.ExplainedThrown;
import dev.fleetpulse.signature.Verdict;
import dev.fleetpulse.signature.category.Categories;
import java.util.List;
import java.util.Locale;

/**
 * An explanation as it is answered. Words for kinds and verdicts are in small letters, with hyphens
 * between them.
 *
 * @param version of the algorithm
 * @param how the rule that the signature was made by, with its reason
 * @param canonicalText what was hashed
 * @param thrown the chain, outermost first
 */
public record Explained(
    int version,
    String signature,
    String language,
    String category,
    Why how,
    String canonicalText,
    List<Link> thrown) {

  /** A word and what it stands for. */
  public record Why(String rule, String reason) {}

  /**
   * One exception of the chain.
   *
   * @param root whether its type and message count
   * @param frames innermost first
   */
  @JsonInclude(Include.NON_NULL)
  public record Link(String link, boolean root, String type, String message, List<Frame> frames) {}

  /**
   * One frame.
   *
   * @param line 0 where it was not said
   * @param normal as it is hashed, or would be
   * @param counted whether it is in the canonical text
   * @param kind whose code it is in
   * @param why what became of it
   */
  @JsonInclude(Include.NON_NULL)
  public record Frame(
      String function,
      String module,
      String file,
      int line,
      int column,
      String normal,
      boolean counted,
      String kind,
      Why why) {}

  /** Of an error that is known by its own words alone. */
  public static Explained of(ErrorFacts facts) {
    return of(Explanation.of(facts), Categories.builtIn().of(Chain.of(facts)));
  }

  static Explained of(Explanation explanation, String category) {
    return new Explained(
        explanation.version(),
        explanation.signature(),
        explanation.language().label(),
        category,
        new Why(word(explanation.how()), explanation.how().reason()),
        explanation.canonicalText(),
        explanation.thrown().stream().map(Explained::link).toList());
  }

  private static Link link(ExplainedThrown thrown) {
    return new Link(
        word(thrown.link()),
        thrown.root(),
        thrown.type(),
        thrown.message(),
        thrown.frames().stream().map(Explained::frame).toList());
  }

  private static Frame frame(ExplainedFrame explained) {
    var frame = explained.frame();
    return new Frame(
        frame.function(),
        frame.module(),
        frame.file(),
        frame.line(),
        frame.column(),
        explained.normal(),
        explained.verdict() == Verdict.COUNTED,
        word(explained.kind()),
        new Why(word(explained.verdict()), explained.reason()));
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
