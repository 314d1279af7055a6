package dev.fleetpulse.streams.topology.errors;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells of most identities that they were never seen, without asking a store: a Bloom filter in
 * parts, each for as many as it holds, which are dropped when they are old. Where it would need too
 * many parts, it can say nothing until those it had to drop would be old, too.
 */
final class SeenFilter {
  /** With 16 bits for each and four of them set, one in 400 has to be asked for in vain. */
  private static final int PART_IDENTITIES = 1 << 18;

  private static final int PART_WORDS = PART_IDENTITIES * 16 / Long.SIZE;
  private static final int PROBES = 4;

  /** Half a megabyte each. */
  private static final int PARTS_MAX = 8;

  /** With more within the memory everything may be known. */
  static final int IDENTITIES_MAX = PARTS_MAX * PART_IDENTITIES;

  private final long memoryMs;
  private final Deque<Part> parts = new ArrayDeque<>();
  private long droppedMs = Long.MIN_VALUE;

  private static final class Part {
    private final long[] words = new long[PART_WORDS];
    private int identities;
    private long newestMs = Long.MIN_VALUE;
  }

  /**
   * Knows of nothing yet.
   *
   * @param memoryMs after which an identity may be forgotten
   */
  SeenFilter(long memoryMs) {
    this.memoryMs = memoryMs;
  }

  /**
   * Whether it may have been added within the memory; it certainly was not, if not.
   *
   * @param nowMs never goes back
   */
  boolean mayKnow(byte[] identity, long nowMs) {
    while (!parts.isEmpty() && parts.peekFirst().newestMs < nowMs - memoryMs) {
      parts.removeFirst();
    }
    if (droppedMs >= nowMs - memoryMs) {
      return true;
    }
    var bytes = ByteBuffer.wrap(identity);
    var first = bytes.getLong();
    var step = bytes.getLong() | 1;
    for (var part : parts) {
      if (isIn(part, first, step)) {
        return true;
      }
    }
    return false;
  }

  /**
   * From now on it may be known.
   *
   * @param timeMs no earlier than it came
   */
  void add(byte[] identity, long timeMs) {
    var part = parts.peekLast();
    if (part == null || part.identities == PART_IDENTITIES) {
      if (parts.size() == PARTS_MAX) {
        droppedMs = parts.removeFirst().newestMs;
      }
      part = new Part();
      parts.addLast(part);
    }
    var bytes = ByteBuffer.wrap(identity);
    var hash = bytes.getLong();
    var step = bytes.getLong() | 1;
    for (var probe = 0; probe < PROBES; probe++) {
      part.words[word(hash)] |= 1L << hash;
      hash += step;
    }
    part.identities++;
    part.newestMs = Math.max(part.newestMs, timeMs);
  }

  private static boolean isIn(Part part, long first, long step) {
    var hash = first;
    for (var probe = 0; probe < PROBES; probe++) {
      if ((part.words[word(hash)] & 1L << hash) == 0) {
        return false;
      }
      hash += step;
    }
    return true;
  }

  /** Of the upper bits, as the lower six choose the bit. */
  private static int word(long hash) {
    return (int) (hash >>> 32) & PART_WORDS - 1;
  }
}
