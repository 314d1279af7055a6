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
    TOTAL(0),
    CATEGORY(1),
    MODEL(2);

    private final int code;

    Dimension(int code) {
      this.code = code;
    }

    /** In stored bytes; never changes. */
    int code() {
      return code;
    }
  }

  /** What is counted; cost in nano-dollars. */
  enum Measure {
    TOKENS(0),
    COST_NANOS(1),
    CALLS(2),
    REPAIRS(3),
    REPAIR_SUCCESSES(4),
    REPAIR_FAILURES(5);

    private final int code;

    Measure(int code) {
      this.code = code;
    }

    /** In stored bytes; never changes, and small enough for a bit in a byte. */
    int code() {
      return code;
    }
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

  Counter measuring(Measure otherMeasure) {
    return new Counter(dimension, name, otherMeasure);
  }

  @Override
  public int compareTo(Counter other) {
    return ORDER.compare(this, other);
  }
}
