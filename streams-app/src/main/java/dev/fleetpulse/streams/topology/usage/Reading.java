package dev.fleetpulse.streams.topology.usage;

/** What a counter showed, and when. */
record Reading(long timestampMs, long value) {}
