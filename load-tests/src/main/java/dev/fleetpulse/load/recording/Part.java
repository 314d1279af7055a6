package dev.fleetpulse.load.recording;

/**
 * How much of a recording to take.
 *
 * @param events at most this many, the earliest
 * @param instances only the events of this many instances, those that come first
 */
public record Part(long events, int instances) {
  public static final Part ALL = new Part(Long.MAX_VALUE, Integer.MAX_VALUE);

  public Part {
    if (events < 1 || instances < 1) {
      throw new IllegalArgumentException("A part has at least one event and one instance");
    }
  }
}
