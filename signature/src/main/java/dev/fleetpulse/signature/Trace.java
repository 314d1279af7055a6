package dev.fleetpulse.signature;

import java.util.List;

/**
 * A stack trace, understood.
 *
 * @param thrown outermost first, each followed by its cause; never empty
 */
public record Trace(Language language, List<Thrown> thrown) {
  public Trace {
    thrown = List.copyOf(thrown);
  }
}
