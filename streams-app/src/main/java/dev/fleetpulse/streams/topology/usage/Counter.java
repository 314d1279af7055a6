package dev.fleetpulse.streams.topology.usage;

import java.util.Comparator;

/**
 * One cumulative counter of an instance.
 *
 * @param name of the category or model; empty for {@link Dimension#TOTAL}
 */
record Counter(Dimension dimension, String name, Measure measure) implements Comparable<Counter> {
  /** What the usage is divided by. */
  enum Dimension {
    TOTAL,
    CATEGORY,
    MODEL
  }

  /** What is counted; cost in nano-dollars. */
  enum Measure {
    TOKENS,
    COST_NANOS,
    CALLS,
    REPAIRS,
    REPAIR_SUCCESSES,
    REPAIR_FAILURES
  }

  /** Where the names beyond the limit are counted together. */
  static final String OTHER = "other";

  private static final Comparator<Counter> ORDER =
      Comparator.comparing(Counter::dimension)
          .thenComparing(Counter::name)
          .thenComparing(Counter::measure);

  static Counter total(Measure measure) {
    return new Counter(Dimension.TOTAL, "", measure);
  }

  Counter named(String otherName) {
    return new Counter(dimension, otherName, measure);
  }

  @Override
  public int compareTo(Counter other) {
    return ORDER.compare(this, other);
  }
}
