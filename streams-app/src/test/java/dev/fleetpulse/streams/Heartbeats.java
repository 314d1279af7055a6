package dev.fleetpulse.streams;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Heartbeats for tests. */
public final class Heartbeats {
  /** Whose heartbeats they are, unless said otherwise. */
  public static final InstanceKey INSTANCE = new InstanceKey("acme", "wlv_1");

  /** After which silence counts, in milliseconds. */
  public static final long DOWN_AFTER_MS = 180_000;

  private Heartbeats() {}

  /** A heartbeat that says nothing but when it was sent. */
  public static Heartbeat at(long timestampMs) {
    return at(INSTANCE, timestampMs);
  }

  public static Heartbeat at(InstanceKey instance, long timestampMs) {
    return Heartbeat.newBuilder()
        .setTenant(instance.tenant())
        .setInstanceId(instance.instanceId())
        .setApp("shop")
        .setTimestampMs(timestampMs)
        .setHash(ByteBuffer.wrap("hash".getBytes(StandardCharsets.UTF_8)))
        .setDownAfterMs(DOWN_AFTER_MS)
        .setIngestor("ingest-1")
        .setIncarnation("start-1")
        .build();
  }

  /** With cumulative totals, and all tokens spent on healing. */
  public static Heartbeat withUsage(Heartbeat heartbeat, long tokens, long costNanos) {
    heartbeat.setUsage(
        Usage.newBuilder()
            .setTotalTokens(tokens)
            .setTotalCostNanos(costNanos)
            .setTotalCalls(1L)
            .setByCategory(Map.of("heal", new UsageCounters(tokens, costNanos, 1L)))
            .build());
    return heartbeat;
  }

  /** With the instance's own word on how it is. */
  public static Heartbeat withStatus(Heartbeat heartbeat, String status) {
    heartbeat.setServer(Server.newBuilder().setName("api").setStatus(status).build());
    return heartbeat;
  }

  public static Heartbeat withUnhealthyRoutes(Heartbeat heartbeat, int unhealthy) {
    heartbeat.setRoutes(Routes.newBuilder().setTotal(8).setUnhealthy(unhealthy).build());
    return heartbeat;
  }
}
