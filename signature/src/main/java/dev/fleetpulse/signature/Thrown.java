package dev.fleetpulse.signature;

import java.util.List;

/**
 * One exception, panic or crash with its frames.
 *
 * @param link how it hangs together with the one before it in the text
 * @param type null where the text names none
 * @param message null where there is none
 * @param frames innermost first
 */
public record Thrown(Link link, String type, String message, List<StackFrame> frames) {
  /** How an exception belongs to the one before it in {@link Trace#thrown}. */
  public enum Link {
    /** The first of a chain. */
    OUTERMOST,
    /** It made the one before it happen. */
    CAUSE,
    /** It happened while the one before it was cleaned up, and nobody asked about it. */
    SUPPRESSED,
    /** Another error that merely stands in the same text. */
    APART
  }

  public Thrown {
    frames = List.copyOf(frames);
  }
}
