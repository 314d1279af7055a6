package dev.fleetpulse.load.fault;

/** What makes two heartbeats of one tenant the same heartbeat, sent twice. */
record HeartbeatId(String instanceId, long timestampMs) {}
