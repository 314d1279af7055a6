package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.ReleaseSpan;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.UptimeHour;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What arrives at the sinks, for tests. */
public final class Records {
  /** When everything in here happened: far ahead, because the stores forget what is old. */
  public static final Instant HOUR = Instant.parse("2040-04-01T12:00:00Z");

  private static final long HOUR_MS = HOUR.toEpochMilli();

  private Records() {}

  /** A heartbeat of that hour with something in most places. */
  public static Heartbeat heartbeat(long tokens) {
    var heartbeat = Heartbeats.withUsage(Heartbeats.at(HOUR_MS), tokens, 4_500_000L);
    heartbeat.setVersion("1.2.3");
    heartbeat.setProcess(new ProcessUsage(128.5, 12.25, null));
    Heartbeats.withStatus(heartbeat, "healthy");
    Heartbeats.withUnhealthyRoutes(heartbeat, 1);
    heartbeat.setRest("{\"metadata\":{\"zone\":\"a\"},\"server\":{\"color\":\"blue\"}}");
    return heartbeat;
  }

  /** With something in every place, some of it hard to write as JSON. */
  public static Heartbeat fullHeartbeat() {
    var heartbeat = heartbeat(45_000);
    heartbeat.setServer(new Server("a \"quoted\" \\ näme\n", 3_000, 86_400L, "healthy", 7L, "b-1"));
    heartbeat.setProcess(new ProcessUsage(128.5, 12.25, 256.125));
    heartbeat.setRoutes(new Routes(8, 7, 1, "/api/söarch", 450.5));
    heartbeat.setRepairs(
        new Repairs(
            3L,
            2L,
            1L,
            new LastRepair("e", "r", true, 1_820L, 4_500_001L, "fast", "m", 900L, HOUR_MS)));
    heartbeat.setUsage(
        new Usage(
            45_000L,
            120_000_001L,
            85L,
            Map.of("heal", new UsageCounters(0L, -5L, null), "chat", new UsageCounters(7L, 0L, 1L)),
            Map.of("model \"a\"", new UsageCounters(1_234_567_890_123L, 1_000_000_000L, 9L))));
    heartbeat.setAlerts(
        List.of(
            new HeartbeatAlert("memory_leak", "+50 MB", "warn", HOUR_MS),
            new HeartbeatAlert("disk", null, null, null)));
    return heartbeat;
  }

  public static InstanceState instanceState(String status, long revision) {
    return InstanceState.newBuilder()
        .setTenant("acme")
        .setInstanceId("wlv_1")
        .setApp("shop")
        .setRevision(revision)
        .setStatus(status)
        .setReason("because")
        .setStatusSinceMs(HOUR_MS)
        .setFirstSeenMs(HOUR_MS - 1)
        .setLastContactMs(HOUR_MS + 1)
        .setDownAfterMs(180_000)
        .setPartitionClockMs(HOUR_MS + 2)
        .setIngestor("ingest-1")
        .setLastHeartbeat(heartbeat(5))
        .build();
  }

  public static StatusChange statusChange(String from, String to, long revision) {
    return StatusChange.newBuilder()
        .setTenant("acme")
        .setInstanceId("wlv_1")
        .setApp("shop")
        .setRevision(revision)
        .setChangedAtMs(HOUR_MS)
        .setFromStatus(from)
        .setToStatus(to)
        .setReason("because")
        .setLastContactMs(HOUR_MS - 1)
        .setDownAfterMs(180_000)
        .setPartitionClockMs(HOUR_MS)
        .build();
  }

  public static UptimeHour uptimeHour(long downMs, long revision, String reason) {
    return UptimeHour.newBuilder()
        .setTenant("acme")
        .setInstanceId("wlv_1")
        .setApp("shop")
        .setHourMs(HOUR_MS)
        .setRevision(revision)
        .setUntilMs(HOUR_MS + 3_600_000)
        .setHealthyMs(3_600_000 - downMs)
        .setDegradedMs(0)
        .setDownMs(downMs)
        .setUnknownMs(0)
        .setStoppedMs(0)
        .setReason(reason)
        .build();
  }

  /** Of partition 2, so many seconds into the hour. */
  public static PartitionClock partitionClock(long second, long revision) {
    return PartitionClock.newBuilder()
        .setPartition(2)
        .setRevision(revision)
        .setNowMs(HOUR_MS + second * 1_000)
        .setRecoveredAtMs(HOUR_MS)
        .build();
  }

  public static UsageHour usageHour(long tokens, long revision) {
    return UsageHour.newBuilder()
        .setTenant("acme")
        .setInstanceId("wlv_1")
        .setApp("shop")
        .setHourMs(HOUR_MS)
        .setRevision(revision)
        .setSamples(60)
        .setStepFromMs(HOUR_MS - 1_000)
        .setTokens(tokens)
        .setCostNanos(123_456_789_012L)
        .setCalls(7)
        .setRepairs(3)
        .setRepairSuccesses(2)
        .setRepairFailures(1)
        .setByCategory(
            Map.of("heal", new UsageRise(tokens, 9L, 1L), "chat", new UsageRise(2L, 3L, 4L)))
        .build();
  }

  public static ErrorGroup errorGroup(long count, long revision) {
    return ErrorGroup.newBuilder()
        .setTenant("acme")
        .setApp("shop")
        .setSignature("5f")
        .setSignatureVersion(1)
        .setRevision(revision)
        .setTitle("TypeError: no")
        .setCategory("type-error")
        .setCount(count)
        .setFirstSeenMs(HOUR_MS)
        .setLastSeenMs(HOUR_MS + 5)
        .setInstances(List.of("wlv_1", "wlv \"2\""))
        .setInstanceCount(2)
        .setReleases(List.of())
        .setStatus("regressed")
        .setStatusSinceMs(HOUR_MS + 20)
        .setResolvedAtMs(HOUR_MS + 10)
        .setKept(count - 1)
        .setInstancesExact(false)
        .setReleaseSpans(List.of(new ReleaseSpan("1.0", HOUR_MS, HOUR_MS + 5)))
        .build();
  }

  public static ErrorCount errorCount(long count, long revision) {
    return ErrorCount.newBuilder()
        .setTenant("acme")
        .setApp("shop")
        .setSignature("5f")
        .setSignatureVersion(1)
        .setHourMs(HOUR_MS)
        .setRevision(revision)
        .setCount(count)
        .setCategory("type-error")
        .setKept(count - 1)
        .build();
  }

  public static ErrorOccurrence errorOccurrence(String message, long revision) {
    return ErrorOccurrence.newBuilder()
        .setTenant("acme")
        .setApp("shop")
        .setSignature("5f")
        .setSignatureVersion(1)
        .setInstanceId("wlv_1")
        .setErrorId("e1")
        .setTimestampMs(HOUR_MS)
        .setReceivedMs(HOUR_MS + 40)
        .setRevision(revision)
        .setCategory("type-error")
        .setMessage(message)
        .setTags(Map.of("zone", "a"))
        .setStandsFor(100)
        .build();
  }

  public static Pattern pattern(String status, long revision) {
    return Pattern.newBuilder()
        .setTenant("acme")
        .setPatternId("category-timeout-1")
        .setKind("category")
        .setName("timeout")
        .setRevision(revision)
        .setStatus(status)
        .setOpenedAtMs(HOUR_MS)
        .setAppsAtOpening(2)
        .setFirstApp("shop")
        .setCount(7)
        .setInstances(2)
        .setFirstHourMs(HOUR_MS)
        .setLastHourMs(HOUR_MS)
        .setApps(List.of(new PatternApp("shop", 7L, 2L, HOUR_MS, HOUR_MS)))
        .build();
  }
}
