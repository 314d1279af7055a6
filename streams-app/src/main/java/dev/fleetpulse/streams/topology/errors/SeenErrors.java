package dev.fleetpulse.streams.topology.errors;

import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which reports were here lately: by their identity for asking, and in the order of their coming
 * for forgetting. The latter are kept many to an entry, as nobody ever asks for one of them.
 *
 * <p>(A window store would do both, but one that is empty can't keep its changelog's offset, and is
 * taken for corrupted at the next start.)
 */
final class SeenErrors {
  /** Bytes of an identity. */
  static final int IDENTITY_BYTES = 16;

  private static final int CHUNK_IDENTITIES = 64;
  private static final long CHUNK_MS = Duration.ofMinutes(1).toMillis();

  private final KeyValueStore<byte[], Long> byIdentity;
  private final KeyValueStore<SeenTime, SeenChunk> byTime;
  private final long memoryMs;
  private SeenFilter filter;
  private SeenTime chunkKey;
  private SeenChunk chunk;

  /**
   * Remembers in the given stores.
   *
   * @param memory for how long
   */
  SeenErrors(
      KeyValueStore<byte[], Long> byIdentity,
      KeyValueStore<SeenTime, SeenChunk> byTime,
      Duration memory) {
    this.byIdentity = byIdentity;
    this.byTime = byTime;
    this.memoryMs = memory.toMillis();
  }

  /**
   * Whether the identity is new; from then on it is not.
   *
   * @param nowMs the log's time, which never goes back
   * @param offset of the report, greater with each
   */
  boolean add(byte[] identity, long nowMs, long offset) {
    if (filter == null) {
      filter = filled();
    }
    if (filter.mayKnow(identity, nowMs)) {
      var before = byIdentity.get(identity);
      if (before != null && before >= nowMs - memoryMs) {
        return false;
      }
    }
    filter.add(identity, nowMs);
    byIdentity.put(identity, nowMs);
    if (chunkKey == null
        || chunk.identities() == CHUNK_IDENTITIES
        || nowMs - chunkKey.timeMs() >= CHUNK_MS) {
      chunkKey = new SeenTime(nowMs, offset);
      chunk = new SeenChunk();
    }
    chunk.add(identity);
    byTime.put(chunkKey, chunk);
    return true;
  }

  /** With what the stores hold, which an earlier life may have put there. */
  private SeenFilter filled() {
    var made = new SeenFilter(memoryMs);
    try (var all = byTime.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        // No identity of a chunk is newer.
        var endMs = entry.key.timeMs() + CHUNK_MS;
        entry.value.forEach(identity -> made.add(identity, endMs));
      }
    }
    return made;
  }

  /** Forgets what was remembered for long enough. */
  void forget(long nowMs) {
    var last = nowMs - memoryMs - CHUNK_MS;
    if (last < 0) {
      return;
    }
    try (var old = byTime.range(new SeenTime(0, 0), new SeenTime(last, 0))) {
      while (old.hasNext()) {
        var entry = old.next();
        entry.value.forEach(identity -> forget(identity, nowMs));
        byTime.delete(entry.key);
      }
    }
  }

  /** Unless it came once more since, and is remembered from that time on. */
  private void forget(byte[] identity, long nowMs) {
    var seenMs = byIdentity.get(identity);
    if (seenMs != null && seenMs < nowMs - memoryMs) {
      byIdentity.delete(identity);
    }
  }
}
