package dev.fleetpulse.ingest.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.fleetpulse.ingest.limit.Admission.Admitted;
import dev.fleetpulse.ingest.limit.Admission.Limited;
import dev.fleetpulse.service.limit.Buckets;
import dev.fleetpulse.service.limit.Limit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets batches in at a pace that the pipeline can take, first come, first served.
 *
 * <p>After an outage all instances come with their queues at once. Refusing by chance would let the
 * most impatient in first, so whoever is refused keeps a place: the time when its batch will have
 * been paid for by the refill. The {@code Retry-After} is that time, and whoever comes back then,
 * or somewhat later, is let in without paying again. No tenant gets more than its own limit, so a
 * small one does not wait for all of a large one's queues.
 */
public final class BatchPace {
  /** Places further away are not kept; there is no telling by then who still waits. */
  private static final Duration WAIT_MAX = Duration.ofHours(1);

  /** For clients that come late to their place. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** A place is about 150 bytes. */
  private static final int PLACES_MAX = 200_000;

  private final Limit limit;
  private final TimeMeter clock;
  private final Buckets instances;
  private final Buckets tenants;
  private final Bucket all;
  private final Cache<String, Place> places;

  /** When, in nanoseconds of the clock, a batch of this many entries may come. */
  private record Place(long at, int entries) {}

  /** Starts with every quota full. */
  public BatchPace(LimitSettings settings) {
    this(settings, TimeMeter.SYSTEM_NANOTIME);
  }

  BatchPace(LimitSettings settings, TimeMeter clock) {
    this.limit = settings.batchEntries();
    this.clock = clock;
    this.instances = new Buckets(settings.instanceBatches(), clock);
    this.tenants = new Buckets(settings.tenantBatchEntries(), WAIT_MAX.multipliedBy(2), clock);
    this.all = Buckets.bucket(limit, clock);
    this.places =
        Caffeine.newBuilder()
            .maximumSize(PLACES_MAX)
            .ticker(clock::currentTimeNanos)
            .expireAfter(Expiry.<String, Place>creating((_, place) -> leftOf(place).plus(GRACE)))
            .build();
  }

  /**
   * Asks for a batch.
   *
   * @param entries how many it will have, as far as that is known; paid for when it is let in, see
   *     {@link #settle}
   */
  public Admission admit(String tenant, String instance, int entries) {
    var key = ReportLimits.key(tenant, instance);
    return switch (Admission.to(key, instances)) {
      case Limited tooOften -> tooOften;
      case Admitted admitted -> admit(tenant, key, entries, admitted);
    };
  }

  private Admission admit(String tenant, String key, int entries, Admitted admitted) {
    var place = places.asMap().computeIfAbsent(key, _ -> pay(tenant, entries));
    var wait = leftOf(place);
    if (wait.compareTo(WAIT_MAX) > 0) {
      giveBack(tenant, key, place);
      return new Limited(limit, spread(WAIT_MAX));
    }
    if (wait.isPositive()) {
      return new Limited(limit, wait);
    }
    // Of two that come at once with the same key, one takes the place and the other a new one.
    return places.asMap().remove(key, place) ? admitted : admit(tenant, key, entries, admitted);
  }

  /**
   * Corrects what a batch that was let in has paid.
   *
   * @param expected what it was let in with
   * @param actual entries it had
   */
  public void settle(String tenant, int expected, int actual) {
    if (actual < expected) {
      tenants.of(tenant).addTokens(expected - actual);
      all.addTokens(expected - actual);
    } else if (actual > expected) {
      tenants.of(tenant).consumeIgnoringRateLimits(actual - expected);
      all.consumeIgnoringRateLimits(actual - expected);
    }
  }

  /** How many wait. */
  public long waiting() {
    places.cleanUp();
    return places.estimatedSize();
  }

  private Place pay(String tenant, int entries) {
    var wait =
        Math.max(
            tenants.of(tenant).consumeIgnoringRateLimits(entries),
            all.consumeIgnoringRateLimits(entries));
    return new Place(clock.currentTimeNanos() + wait, entries);
  }

  private void giveBack(String tenant, String key, Place place) {
    if (places.asMap().remove(key, place)) {
      settle(tenant, place.entries(), 0);
    }
  }

  private Duration leftOf(Place place) {
    return Duration.ofNanos(Math.max(0, place.at() - clock.currentTimeNanos()));
  }

  /** So that those who have no place do not come back together. */
  private static Duration spread(Duration most) {
    return Duration.ofNanos(
        ThreadLocalRandom.current().nextLong(most.dividedBy(2).toNanos(), most.toNanos()));
  }
}
