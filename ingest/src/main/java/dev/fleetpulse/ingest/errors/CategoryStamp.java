package dev.fleetpulse.ingest.errors;

import dev.fleetpulse.schemas.Cause;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackFrame;
import dev.fleetpulse.signature.category.Categories;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes into a report what its tenant's own rules make of it, as they are now. So whoever reads
 * the log once more finds the same, whatever became of the rules. Costs nothing where a tenant has
 * none.
 */
public final class CategoryStamp {
  private final Function<String, Optional<Categories>> rules;

  /**
   * Asks for a tenant's rules with each report.
   *
   * @param rules of a tenant, if it has any
   */
  public CategoryStamp(Function<String, Optional<Categories>> rules) {
    this.rules = rules;
  }

  /** For tests and whoever has no rules. */
  public static CategoryStamp none() {
    return new CategoryStamp(tenant -> Optional.empty());
  }

  /** The same report, with its category where a rule fits. */
  ErrorReport stamped(ErrorReport report) {
    rules
        .apply(report.getTenant())
        .map(own -> own.of(Chain.of(facts(report))))
        .filter(category -> !category.equals(Categories.UNKNOWN))
        .ifPresent(report::setCategory);
    return report;
  }

  private static ErrorFacts facts(ErrorReport report) {
    return new ErrorFacts(
        report.getLanguage(),
        report.getType(),
        report.getMessage(),
        report.getStack(),
        frames(report.getFrames()),
        report.getCauses().stream().map(CategoryStamp::cause).toList(),
        List.of());
  }

  private static ErrorFacts.Cause cause(Cause cause) {
    return new ErrorFacts.Cause(
        cause.getType(), cause.getMessage(), cause.getStack(), frames(cause.getFrames()));
  }

  private static List<StackFrame> frames(List<Frame> frames) {
    return frames.stream().map(CategoryStamp::frame).toList();
  }

  private static StackFrame frame(Frame frame) {
    return new StackFrame(
        frame.getFunction(),
        frame.getModule(),
        frame.getFile(),
        Objects.requireNonNullElse(frame.getLine(), 0),
        Objects.requireNonNullElse(frame.getColumn(), 0),
        frame.getInApp(),
        "");
  }
}
