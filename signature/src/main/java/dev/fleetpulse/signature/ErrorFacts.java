package dev.fleetpulse.signature;

import java.util.List;

/**
 * What is known about an error, as its sender gave it.
 *
 * @param language as the sender calls it; null if it says nothing. Only frames without text need it
 * @param type null if not given
 * @param message null if not given
 * @param stack the trace as text; null if not given
 * @param frames the trace as frames, innermost first; they are taken rather than the text
 * @param causes outermost first, where the sender gave them apart
 * @param fingerprint the sender's own grouping; it overrides everything else where it is not empty
 */
public record ErrorFacts(
    String language,
    String type,
    String message,
    String stack,
    List<StackFrame> frames,
    List<Cause> causes,
    List<String> fingerprint) {

  /** One link of a chain that the sender gave apart; any of it may be null or empty. */
  public record Cause(String type, String message, String stack, List<StackFrame> frames) {
    public Cause {
      frames = frames == null ? List.of() : List.copyOf(frames);
    }
  }

  public ErrorFacts {
    frames = frames == null ? List.of() : List.copyOf(frames);
    causes = causes == null ? List.of() : List.copyOf(causes);
    fingerprint = fingerprint == null ? List.of() : List.copyOf(fingerprint);
  }

  /** Of a trace as text and nothing else. */
  public static ErrorFacts ofStack(String stack) {
    return new ErrorFacts(null, null, null, stack, List.of(), List.of(), List.of());
  }
}
