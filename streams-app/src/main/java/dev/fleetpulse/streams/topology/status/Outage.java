package dev.fleetpulse.streams.topology.status;

/**
 * A time in which nothing could reach a partition, ticks included: ours, not the instances'.
 *
 * @param fromMs the last append time before it, epoch milliseconds
 * @param toMs the first one after it
 */
record Outage(long fromMs, long toMs) {}
