package dev.fleetpulse.ingest.limit;

import dev.fleetpulse.ingest.limit.Admission.Admitted;
import dev.fleetpulse.ingest.limit.Admission.Limited;
import dev.fleetpulse.service.limit.Buckets;
import io.github.bucket4j.TimeMeter;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The limits of single reports: what a tenant sends, then what one of its instances sends.
 *
 * <p>The tenant's is asked first and before the body is read, so that a flood costs little. All are
 * of this process: behind a load balancer the fleet may send so much to each.
 */
public final class ReportLimits {
  /** Milliseconds; many instances share a tenant's limit and must not come back together. */
  private static final int SPREAD = 5000;

  private final Buckets tenants;
  private final Buckets heartbeats;
  private final Buckets errors;

  /** Starts with every quota full. */
  public ReportLimits(LimitSettings settings) {
    this(settings, TimeMeter.SYSTEM_NANOTIME);
  }

  ReportLimits(LimitSettings settings, TimeMeter clock) {
    this.tenants = new Buckets(settings.tenant(), clock);
    this.heartbeats = new Buckets(settings.instanceHeartbeats(), clock);
    this.errors = new Buckets(settings.instanceErrors(), clock);
  }

  /** Asked for each request with a good key. */
  public Admission request(String tenant) {
    return switch (Admission.to(tenant, tenants)) {
      case Admitted admitted -> admitted;
      case Limited(var limit, var retryAfter) ->
          new Limited(limit, retryAfter.plusMillis(ThreadLocalRandom.current().nextInt(SPREAD)));
    };
  }

  /** Asked for each heartbeat that is about to be published. */
  public Admission heartbeat(String tenant, String instance) {
    return Admission.to(key(tenant, instance), heartbeats);
  }

  /** Asked for each error that is about to be published. */
  public Admission error(String tenant, String instance) {
    return Admission.to(key(tenant, instance), errors);
  }

  /** How many buckets are kept in all. */
  public long kept() {
    return tenants.kept() + heartbeats.kept() + errors.kept();
  }

  /** Neither part can have a control character. */
  static String key(String tenant, String instance) {
    return tenant + '\n' + instance;
  }
}
