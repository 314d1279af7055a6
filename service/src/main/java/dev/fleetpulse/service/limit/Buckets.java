package dev.fleetpulse.service.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * One token bucket for each key, for as long as it is not full.
 *
 * <p>A bucket that nobody asked for one window is full again, so that forgetting it changes
 * nothing; one that may be overdrawn is kept longer. Only where more keys than {@link #BUCKETS_MAX}
 * come within one window are some forgotten earlier and get a full one again: the limit above them,
 * of the tenant, then bounds them.
 */
public final class Buckets {
  /** About 60 MB. */
  public static final int BUCKETS_MAX = 100_000;

  /** The cache remembers the time of an access up to a second too early. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Limit limit;
  private final LoadingCache<String, Bucket> buckets;

  /** Of buckets that are never overdrawn. */
  public Buckets(Limit limit, TimeMeter clock) {
    this(limit, Duration.ZERO, clock);
  }

  /**
   * Of buckets that are overdrawn.
   *
   * @param debtMax by at most as much as is refilled in this time
   */
  public Buckets(Limit limit, Duration debtMax, TimeMeter clock) {
    this.limit = limit;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(BUCKETS_MAX)
            .expireAfterAccess(limit.window().plus(debtMax).plus(SLACK))
            .ticker(clock::currentTimeNanos)
            .build(_ -> bucket(limit, clock));
  }

  /** The limit of each. */
  public Limit limit() {
    return limit;
  }

  /** One that is full. */
  public static Bucket bucket(Limit limit, TimeMeter clock) {
    return Bucket.builder()
        .addLimit(of -> of.capacity(limit.quota()).refillGreedy(limit.quota(), limit.window()))
        .withCustomTimePrecision(clock)
        .build();
  }

  /**
   * Takes one token of the key's bucket; answers with when there will be one where there is none.
   */
  public Optional<Duration> take(String key) {
    var probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** The key's bucket itself. */
  public Bucket of(String key) {
    return buckets.get(key);
  }

  /** About how many are kept. */
  public long kept() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }
}
