package dev.fleetpulse.load.bench;

import java.util.List;

/**
 * One figure over several rounds.
 *
 * @param median the middle one, or the upper of the two middle ones
 */
public record Spread(double min, double median, double max) {
  /**
   * Of at least one figure.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(List<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("No figures");
    }
    var sorted = figures.stream().sorted().toList();
    return new Spread(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
  }

  /** The median with the extremes behind it. */
  public String text(String format) {
    return (format + "  (" + format + " to " + format + ")").formatted(median, min, max);
  }
}
