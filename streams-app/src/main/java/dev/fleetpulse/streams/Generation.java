package dev.fleetpulse.streams;

/**
 * One life of the computed figures: a rebuild starts the next generation beside the running one.
 *
 * @param number from 1; part of every application id and the upper 16 bits of every revision
 */
public record Generation(int number) {
  /** Keeps revisions positive, so that they order alike as signed and as unsigned numbers. */
  static final int MAX = Short.MAX_VALUE;

  private static final int OFFSET_BITS = 48;

  /** Refuses numbers that leave no room in a revision. */
  public Generation {
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException("A generation is from 1 to " + MAX + ": " + number);
    }
  }

  /** The revision of what was computed from the record at the given offset; the greatest wins. */
  public long revisionAt(long offset) {
    return ((long) number << OFFSET_BITS) | offset;
  }

  /**
   * The same place of the log, but less than what any generation says: for figures that may fill a
   * gap and replace nothing.
   */
  public static long beforeAll(long revision) {
    return revision & ((1L << OFFSET_BITS) - 1);
  }
}
