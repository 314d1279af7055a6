package dev.fleetpulse.load.fleet;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Heartbeats as a fleet sends them: all instances once in a minute, one minute after the other,
 * with nearly every field of the protocol and figures that go on from one heartbeat to the next.
 * About 1.2 KB each as JSON. The same at every call, but for the time.
 */
public final class SampleFleet {
  private static final Duration PACE = Duration.ofSeconds(60);
  private static final int HASH_BYTES = 32;

  private final int instances;
  private final int minutes;
  private final Instant end;

  /**
   * Sends nothing.
   *
   * @param end when the last heartbeats were sent
   */
  public SampleFleet(int instances, int minutes, Instant end) {
    this.instances = instances;
    this.minutes = minutes;
    this.end = end;
  }

  public int heartbeats() {
    return instances * minutes;
  }

  /** All heartbeats in the order in which they were sent. */
  public void forEach(Consumer<Heartbeat> to) {
    var random = new SplittableRandom(1);
    var fleet = new Figures[instances];
    for (var i = 0; i < instances; i++) {
      fleet[i] = new Figures(random.split(), i);
    }
    var start = end.minus(PACE.multipliedBy(minutes)).toEpochMilli();
    for (var minute = 0; minute < minutes; minute++) {
      for (var i = 0; i < instances; i++) {
        var due = start + minute * PACE.toMillis() + i * PACE.toMillis() / instances;
        to.accept(fleet[i].next(due));
      }
    }
  }

  /** One instance and how far it is. */
  private static final class Figures {
    private final SplittableRandom random;
    private final String instanceId;
    private final String app;
    private final String bootId;
    private final double memoryMb;
    private double peakMb;
    private long uptimeSeconds;
    private long chatTokens;
    private long healTokens;
    private long calls;
    private long repairs;

    Figures(SplittableRandom random, int number) {
      this.random = random;
      this.instanceId = "wlv_%08x".formatted(number * 2_654_435_761L & 0xffff_ffffL);
      this.app = "app-" + number % 20;
      this.bootId = "8f14e45f-ceea-467f-a9f1-%012x".formatted(number);
      this.memoryMb = 100 + random.nextInt(400);
      this.uptimeSeconds = random.nextInt(1_000_000);
    }

    Heartbeat next(long dueMs) {
      uptimeSeconds += PACE.toSeconds();
      if (random.nextInt(3) == 0) {
        chatTokens += random.nextInt(4_000);
        calls++;
      }
      if (random.nextInt(200) == 0) {
        healTokens += 1_800;
        calls++;
        repairs++;
      }
      var hash = new byte[HASH_BYTES];
      random.nextBytes(hash);
      return Heartbeat.newBuilder()
          .setTenant("bench")
          .setInstanceId(instanceId)
          .setApp(app)
          .setTimestampMs(dueMs + random.nextInt(500))
          .setVersion("0.1.0")
          .setServer(new Server(app, 3_000, uptimeSeconds, "healthy", 12_345L, bootId))
          .setProcess(process())
          .setRoutes(new Routes(8, 8, 0, "/api/search", 400 + random.nextInt(1_000) / 10.0))
          .setRepairs(repairs(dueMs))
          .setUsage(usage())
          .setRest(
              """
              {"brain":{"totalMemories":%d,"namespaces":{"docs":23,"code":22}},\
              "backups":{"total":8,"stable":3,"verified":2,"unstable":3},\
              "metadata":{"region":"eu-central-1","zone":"b","hostname":"%s-%s",\
              "labels":{"team":"payments","tier":"1","track":"stable"}}}\
              """
                  .formatted(45 + repairs, app, instanceId))
          .setHash(ByteBuffer.wrap(hash))
          .setDownAfterMs(180_000)
          .setIngestor("bench")
          .setIncarnation("bench")
          .build();
    }

    private ProcessUsage process() {
      var memory = Math.round((memoryMb + random.nextInt(300) / 10.0) * 10) / 10.0;
      peakMb = Math.max(peakMb, memory);
      return new ProcessUsage(memory, random.nextInt(1_000) / 10.0, peakMb);
    }

    private Repairs repairs(long dueMs) {
      var last =
          LastRepair.newBuilder()
              .setError("TypeError: Cannot read properties of undefined (reading 'id')")
              .setResolution("Added a null check before the cart is read")
              .setTokens(1_820L)
              .setCostNanos(4_500_000L)
              .setMode("fast")
              .setModel("model-a")
              .setDurationMs(900L)
              .setTimestampMs(dueMs - dueMs % Duration.ofHours(1).toMillis())
              .build();
      return new Repairs(repairs, repairs, 0L, repairs > 0 ? last : null);
    }

    private Usage usage() {
      var heal = counters(healTokens, repairs);
      var chat = counters(chatTokens, calls - repairs);
      return Usage.newBuilder()
          .setTotalTokens(chatTokens + healTokens)
          .setTotalCostNanos((chatTokens + healTokens) * 150)
          .setTotalCalls(calls)
          .setByCategory(Map.of("heal", heal, "chat", chat))
          .setByModel(Map.of("model-a", heal, "model-b", chat))
          .build();
    }

    private static UsageCounters counters(long tokens, long calls) {
      return new UsageCounters(tokens, tokens * 150, calls);
    }
  }
}
