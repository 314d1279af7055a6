package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.store.Store;

/**
 * Figures and where they come from.
 *
 * @param reason why that store was asked
 */
record Told<T>(Store store, String reason, T figures) {}
