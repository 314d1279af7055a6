package dev.fleetpulse.query.limit;

import dev.fleetpulse.query.limit.Passage.Busy;
import dev.fleetpulse.query.limit.Passage.Open;
import dev.fleetpulse.query.limit.Passage.Spent;
import dev.fleetpulse.service.limit.Buckets;
import dev.fleetpulse.service.limit.Throttle;
import io.github.bucket4j.TimeMeter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The limits of one key: so many requests in a time, and so many at once. Both are of this process:
 * behind a load balancer a key may ask so much of each.
 */
public final class KeyLimits {
  private final Buckets requests;
  private final int atOnceMax;

  /** Only keys with a request under way; no more than there are threads. */
  private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

  /** Starts with every quota full. */
  public KeyLimits(KeyLimitSettings settings) {
    this(settings, TimeMeter.SYSTEM_NANOTIME);
  }

  KeyLimits(KeyLimitSettings settings, TimeMeter clock) {
    this.requests = new Buckets(settings.requests(), clock);
    this.atOnceMax = settings.atOnce();
  }

  /** Asks for one request; what is let in must be closed when it has been answered. */
  public Passage enter(String keyId) {
    if (!begin(keyId)) {
      return new Busy(atOnceMax);
    }
    return requests
        .take(keyId)
        .<Passage>map(
            retryAfter -> {
              end(keyId);
              return new Spent(Throttle.of(requests.limit(), retryAfter));
            })
        .orElseGet(() -> new Open(() -> end(keyId)));
  }

  /** How many keys have a request under way. */
  int keysUnderWay() {
    return underWay.size();
  }

  private boolean begin(String keyId) {
    var begun = new boolean[1];
    underWay.compute(
        keyId,
        (_, count) -> {
          var before = count == null ? 0 : count;
          begun[0] = before < atOnceMax;
          return begun[0] ? before + 1 : before;
        });
    return begun[0];
  }

  private void end(String keyId) {
    underWay.computeIfPresent(keyId, (_, count) -> count == 1 ? null : count - 1);
  }
}
