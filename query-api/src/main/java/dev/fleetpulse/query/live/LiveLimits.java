package dev.fleetpulse.query.live;

import dev.fleetpulse.service.Env;

/**
 * How much the live stream may take.
 *
 * @param clients at once, in this process
 * @param clientsPerKey at once, in this process
 * @param queuedEvents that may wait for one client
 */
public record LiveLimits(int clients, int clientsPerKey, int queuedEvents) {
  /** Reads {@code LIVE_CLIENTS}, {@code LIVE_CLIENTS_PER_KEY} and {@code LIVE_QUEUE}. */
  public static LiveLimits from(Env env) {
    return new LiveLimits(
        env.integer("LIVE_CLIENTS", 2_000, 1, 100_000),
        env.integer("LIVE_CLIENTS_PER_KEY", 200, 1, 100_000),
        env.integer("LIVE_QUEUE", 1_000, 1, 100_000));
  }
}
