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
    var before = byIdentity.get(identity);
    if (before != null && before >= nowMs - memoryMs) {
      return false;
    }
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
