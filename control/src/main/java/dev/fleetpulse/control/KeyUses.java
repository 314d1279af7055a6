package dev.fleetpulse.control;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which keys were used since this was last asked, and in which minute last: one entry per valid key
 * at most, and a map's look-up per request.
 */
final class KeyUses {
  private static final long MINUTE_MS = TimeUnit.MINUTES.toMillis(1);

  private final InstantSource clock;
  private final Map<String, Long> lastMinutes = new ConcurrentHashMap<>();

  KeyUses(InstantSource clock) {
    this.clock = clock;
  }

  /** The key is used now. */
  void used(String keyId) {
    var now = clock.millis();
    Long minute = now - Math.floorMod(now, MINUTE_MS);
    // Most uses fall in a minute that is noted already, and then nothing is written.
    if (!minute.equals(lastMinutes.get(keyId))) {
      lastMinutes.put(keyId, minute);
    }
  }

  /** Takes what there is out: by key, the start of the minute of its last use. */
  Map<String, Long> take() {
    var taken = new HashMap<String, Long>();
    lastMinutes.forEach(
        (keyId, minute) -> {
          if (lastMinutes.remove(keyId, minute)) {
            taken.put(keyId, minute);
          }
        });
    return taken;
  }
}
