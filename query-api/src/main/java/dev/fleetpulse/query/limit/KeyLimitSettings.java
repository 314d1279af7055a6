package dev.fleetpulse.query.limit;

import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.limit.Limit;

/**
 * How much a key may ask for.
 *
 * @param requests in a time
 * @param atOnce requests under way
 */
public record KeyLimitSettings(Limit requests, int atOnce) {
  /** Half of the threads: one key never has them all. */
  private static final int AT_ONCE = 32;

  /** More could not be under way. */
  private static final int AT_ONCE_MAX = 64;

  private static final String REQUESTS = "LIMIT_KEY_REQUESTS";

  /**
   * Reads {@code LIMIT_KEY_REQUESTS} and {@code LIMIT_KEY_CONCURRENT}.
   *
   * @throws IllegalArgumentException naming the one that is wrong
   */
  public static KeyLimitSettings from(Env env) {
    return new KeyLimitSettings(
        requests(env), env.integer("LIMIT_KEY_CONCURRENT", AT_ONCE, 1, AT_ONCE_MAX));
  }

  private static Limit requests(Env env) {
    try {
      return Limit.parse("key", env.get(REQUESTS, "3000/PT10S"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("FLEETPULSE_" + REQUESTS + ": " + e.getMessage(), e);
    }
  }
}
