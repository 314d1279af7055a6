package dev.fleetpulse.streams.topology.errors;

import java.nio.ByteBuffer;

/**
 * Which occurrences are kept as such. Every one is counted; but the thousandth of an hour says
 * nothing that the ones before did not, and a loop that fails would fill the store with it.
 */
final class Sampling {
  /** So many of a group are kept each hour, by each partition of the reports. */
  static final int ALL_UP_TO = 100;

  /** From there up to here one in {@link #FEW}, and then one in {@link #VERY_FEW}. */
  static final int FEW_UP_TO = 10_000;

  static final int FEW = 100;
  static final int VERY_FEW = 1_000;

  /** Of an occurrence that is not kept. */
  static final int LEFT_OUT = 0;

  private Sampling() {}

  /**
   * How many occurrences this one is kept for, or that it is left out. By its identity and not by
   * chance, so that a replay keeps the same ones.
   *
   * @param before how many of its group came before it in its hour
   */
  static int standsFor(long before, byte[] identity) {
    if (before < ALL_UP_TO) {
      return 1;
    }
    var rate = before < FEW_UP_TO ? FEW : VERY_FEW;
    return Long.remainderUnsigned(ByteBuffer.wrap(identity).getLong(), rate) == 0 ? rate : LEFT_OUT;
  }
}
