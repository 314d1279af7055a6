package dev.fleetpulse.load.endtoend;

/**
 * The errors of one bug in one app.
 *
 * @param firstSeen epoch milliseconds, as is {@code lastSeen}
 */
record ErrorGroup(
    String app, String type, long count, long instances, long firstSeen, long lastSeen) {}
