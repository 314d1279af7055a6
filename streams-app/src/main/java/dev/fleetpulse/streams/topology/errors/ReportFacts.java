package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.Cause;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackFrame;
import java.util.List;
import java.util.Objects;

/** What a report says about its error, as signatures and categories are made of it. */
final class ReportFacts {
  private ReportFacts() {}

  static ErrorFacts of(ErrorReport report) {
    return new ErrorFacts(
        report.getLanguage(),
        report.getType(),
        report.getMessage(),
        report.getStack(),
        frames(report.getFrames()),
        causes(report.getCauses()),
        report.getFingerprint());
  }

  private static List<ErrorFacts.Cause> causes(List<Cause> causes) {
    return causes.isEmpty() ? List.of() : causes.stream().map(ReportFacts::cause).toList();
  }

  private static ErrorFacts.Cause cause(Cause cause) {
    return new ErrorFacts.Cause(
        cause.getType(), cause.getMessage(), cause.getStack(), frames(cause.getFrames()));
  }

  private static List<StackFrame> frames(List<Frame> frames) {
    return frames.isEmpty() ? List.of() : frames.stream().map(ReportFacts::frame).toList();
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
