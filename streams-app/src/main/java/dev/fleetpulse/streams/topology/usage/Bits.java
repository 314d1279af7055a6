package dev.fleetpulse.streams.topology.usage;

/** One mark per slot, packed into words. */
final class Bits {
  private Bits() {}

  static int words(int slots) {
    return (slots + Long.SIZE - 1) / Long.SIZE;
  }

  static long[] none(int slots) {
    return new long[words(slots)];
  }

  static void set(long[] marks, int slot) {
    marks[slot / Long.SIZE] |= 1L << slot;
  }

  static boolean has(long[] marks, int slot) {
    return ((marks[slot / Long.SIZE] >>> slot) & 1) != 0;
  }
}
