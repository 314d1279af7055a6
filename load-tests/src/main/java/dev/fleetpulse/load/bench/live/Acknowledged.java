package dev.fleetpulse.load.bench.live;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** When each heartbeat was acknowledged. */
final class Acknowledged {
  private static final long NOT_YET = 0;

  private final Map<Sent, Long> nanos = new ConcurrentHashMap<>();

  private record Sent(int number, long timestampMs) {}

  /** It leaves now. */
  void send(int number, long timestampMs) {
    nanos.put(new Sent(number, timestampMs), NOT_YET);
  }

  void answer(int number, long timestampMs, long atNanos) {
    nanos.put(new Sent(number, timestampMs), atNanos);
  }

  /**
   * How long ago that was, nanoseconds; 0 where the event has overtaken the answer, nothing where
   * nobody has sent it.
   */
  OptionalLong since(int number, long timestampMs, long nowNanos) {
    var at = nanos.get(new Sent(number, timestampMs));
    if (at == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(at == NOT_YET ? 0 : Math.max(0, nowNanos - at));
  }
}
