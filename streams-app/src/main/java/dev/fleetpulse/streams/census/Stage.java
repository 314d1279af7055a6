package dev.fleetpulse.streams.census;

import dev.fleetpulse.schemas.Topic;

/**
 * One step on the way from the log to a store.
 *
 * @param group who takes it
 * @param topic out of which
 */
record Stage(String group, Topic<?, ?> topic) {}
