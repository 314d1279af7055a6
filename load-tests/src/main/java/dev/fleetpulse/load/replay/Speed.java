package dev.fleetpulse.load.replay;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How fast a recording is replayed.
 *
 * @param factor 1 keeps the recorded spacing, 60 plays an hour in a minute; absent means as fast as
 *     requests are acknowledged
 */
public record Speed(OptionalInt factor) {
  public static final Speed MAX = new Speed(OptionalInt.empty());
  private static final int FACTOR_MAX = 1_000_000;

  /**
   * Reads what a person writes.
   *
   * @param text {@code max} or a whole number from 1
   */
  public static Speed parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    try {
      var factor = Integer.parseInt(text);
      // Slower than recorded, the first requests would be too old to be accepted before the end.
      if (factor >= 1 && factor <= FACTOR_MAX) {
        return new Speed(OptionalInt.of(factor));
      }
    } catch (NumberFormatException notNumber) {
      // Answered below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "speed must be max or a whole number from 1 to %d: %s".formatted(FACTOR_MAX, text));
  }

  /**
   * How long after the start of the replay a request is due; at the greatest speed nothing is due
   * at any time.
   *
   * @param timeMs milliseconds from the start of the recording
   */
  Optional<Duration> due(long timeMs) {
    return factor.stream()
        .mapToObj(times -> Duration.ofMillis(timeMs).dividedBy(times))
        .findFirst();
  }
}
