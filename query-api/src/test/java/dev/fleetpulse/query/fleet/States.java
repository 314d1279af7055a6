package dev.fleetpulse.query.fleet;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Server;
import java.nio.ByteBuffer;

/** States as the room of status writes them. */
final class States {
  private States() {}

  /** What a test does not care about is the same in all of them. */
  static InstanceState.Builder state(String id) {
    return InstanceState.newBuilder()
        .setTenant("acme")
        .setInstanceId(id)
        .setApp("shop")
        .setRevision(1)
        .setStatus("healthy")
        .setReason("says so itself")
        .setStatusSinceMs(1)
        .setFirstSeenMs(1)
        .setLastContactMs(1)
        .setDownAfterMs(180_000)
        .setPartitionClockMs(1)
        .setPartition(-1);
  }

  /** Every figure may be null. */
  static Heartbeat heartbeat(
      String name, Long uptimeSeconds, Double memoryMb, Long repairedMs, String rest) {
    return Heartbeat.newBuilder()
        .setTenant("acme")
        .setInstanceId("any")
        .setApp("shop")
        .setTimestampMs(1)
        .setHash(ByteBuffer.allocate(0))
        .setDownAfterMs(180_000)
        .setIngestor("ingest-a")
        .setIncarnation("start-1")
        .setServer(Server.newBuilder().setName(name).setUptimeSeconds(uptimeSeconds).build())
        .setProcess(ProcessUsage.newBuilder().setMemoryMb(memoryMb).build())
        .setRepairs(
            Repairs.newBuilder()
                .setLast(LastRepair.newBuilder().setTimestampMs(repairedMs).build())
                .build())
        .setRest(rest)
        .build();
  }
}
