package dev.fleetpulse.streams.topology.usage;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sets of counters that were read before, so that each is read and kept once. */
final class KnownCounters {
  /** A fleet has few different ones; whoever sends a new one each time is not worth remembering. */
  private static final int MAX = 4_096;

  private final Map<ByteBuffer, Counters> known = new ConcurrentHashMap<>();

  Counters of(ByteBuffer bytes) {
    var found = known.get(bytes);
    if (found != null) {
      return found;
    }
    var copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    if (known.size() >= MAX) {
      known.clear();
    }
    return known.computeIfAbsent(ByteBuffer.wrap(copy), key -> Counters.read(copy));
  }
}
