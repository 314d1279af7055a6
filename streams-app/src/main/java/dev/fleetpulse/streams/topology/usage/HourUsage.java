package dev.fleetpulse.streams.topology.usage;

import java.util.Map;
import java.util.OptionalLong;

/**
 * The figures of one hour.
 *
 * @param app as the hour's last sample names it
 * @param samples heartbeats counted
 * @param stepFromMs timestamp of the earliest reading a rise was measured from; empty where there
 *     was none
 * @param rises of every counter the hour has samples of
 */
record HourUsage(String app, long samples, OptionalLong stepFromMs, Map<Counter, Long> rises) {}
