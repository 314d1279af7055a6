package dev.fleetpulse.service.limit;

import java.time.Duration;

/**
 * The limit that a request has reached, as its answer tells it
 * (draft-ietf-httpapi-ratelimit-headers).
 *
 * @param policy the limit's name
 * @param quota how many at once, and in each window
 * @param windowSeconds in which a used-up quota is full again
 * @param retryAfter when the request may come again
 */
public record Throttle(String policy, long quota, long windowSeconds, Duration retryAfter) {
  /** What whoever has reached the limit is told. */
  public static Throttle of(Limit limit, Duration retryAfter) {
    return new Throttle(limit.name(), limit.quota(), limit.window().toSeconds(), retryAfter);
  }

  /** Whole seconds, never too few. */
  public long retryAfterSeconds() {
    return Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
  }

  /** The value of {@code RateLimit-Policy}. */
  public String policyHeader() {
    return "\"%s\";q=%d;w=%d".formatted(policy, quota, windowSeconds);
  }

  /** The value of {@code RateLimit}. */
  public String limitHeader() {
    return "\"%s\";r=0;t=%d".formatted(policy, retryAfterSeconds());
  }
}
