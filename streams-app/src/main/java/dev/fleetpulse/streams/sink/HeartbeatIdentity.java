package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.Heartbeat;

/** What makes two heartbeats the same heartbeat, sent twice. */
public record HeartbeatIdentity(String tenant, String instanceId, long timestampMs) {
  /** The identity of the given heartbeat. */
  public static HeartbeatIdentity of(Heartbeat heartbeat) {
    return new HeartbeatIdentity(
        heartbeat.getTenant(), heartbeat.getInstanceId(), heartbeat.getTimestampMs());
  }
}
