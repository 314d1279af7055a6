package dev.fleetpulse.streams.topology.errors;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which reports were here lately: by their identity for asking, and by time for forgetting.
 *
 * <p>(A window store would do both, but one that is empty can't keep its changelog's offset, and is
 * taken for corrupted at the next start.)
 */
final class SeenErrors {
  private static final byte[] NOTHING = {};

  private final KeyValueStore<byte[], Long> byIdentity;
  private final KeyValueStore<byte[], byte[]> byTime;
  private final Duration memory;

  /**
   * Remembers in the given stores.
   *
   * @param memory for how long
   */
  SeenErrors(
      KeyValueStore<byte[], Long> byIdentity,
      KeyValueStore<byte[], byte[]> byTime,
      Duration memory) {
    this.byIdentity = byIdentity;
    this.byTime = byTime;
    this.memory = memory;
  }

  /** Whether the identity is new at the given time, epoch milliseconds; from then on it is not. */
  boolean add(byte[] identity, long nowMs) {
    var before = byIdentity.get(identity);
    if (before != null && before >= nowMs - memory.toMillis()) {
      return false;
    }
    byIdentity.put(identity, nowMs);
    byTime.put(timeKey(nowMs, identity), NOTHING);
    return true;
  }

  /** Forgets what was remembered for long enough. */
  void forget(long nowMs) {
    try (var old = byTime.range(timeKey(0, NOTHING), timeKey(nowMs - memory.toMillis(), NOTHING))) {
      while (old.hasNext()) {
        var key = old.next().key;
        var identity = Arrays.copyOfRange(key, Long.BYTES, key.length);
        // It may have come once more since, and is then remembered from that time on.
        if (Objects.equals(byIdentity.get(identity), ByteBuffer.wrap(key).getLong())) {
          byIdentity.delete(identity);
        }
        byTime.delete(key);
      }
    }
  }

  private static byte[] timeKey(long timeMs, byte[] identity) {
    return ByteBuffer.allocate(Long.BYTES + identity.length).putLong(timeMs).put(identity).array();
  }
}
