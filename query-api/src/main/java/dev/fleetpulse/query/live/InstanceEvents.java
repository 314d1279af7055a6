package dev.fleetpulse.query.live;

import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.query.fleet.Sight;
import dev.fleetpulse.query.fleet.Status;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.StatusChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** What is told of instances. */
final class InstanceEvents {
  private final Fleet fleet;

  InstanceEvents(Fleet fleet) {
    this.fleet = fleet;
  }

  /** A change of status: what is shown, and in its evidence what was decided. */
  LiveEvent changed(StatusChange change, Instant now) {
    var partition =
        fleet.find(change.getTenant(), change.getInstanceId()).map(Instance::partition).orElse(-1);
    var isHidden =
        fleet
            .clocks()
            .at(now)
            .hides(Status.of(change.getToStatus()), partition, change.getLastContactMs());
    return status(
        new InstanceKey(change.getTenant(), change.getInstanceId()),
        change.getApp(),
        Body.of(EventType.STATUS)
            .put("instanceId", change.getInstanceId())
            .put("app", change.getApp())
            .time("at", change.getChangedAtMs())
            .put("from", change.getFromStatus())
            .put("status", isHidden ? Status.UNKNOWN.text() : change.getToStatus())
            .put("reason", isHidden ? Sight.REASON : change.getReason())
            .put(
                "evidence",
                new Body()
                    .put("status", change.getToStatus())
                    .put("reason", change.getReason())
                    .time("lastContact", change.getLastContactMs())
                    .put("downAfterMs", (Long) change.getDownAfterMs())
                    .time("partitionClock", change.getPartitionClockMs())
                    .put("ingestor", change.getIngestor())));
  }

  /** An instance that was hidden by an outage of ours, and is heard again as it was before. */
  Optional<LiveEvent> heardAgain(Optional<Instance> before, InstanceKey key, InstanceState state) {
    var clocks = fleet.clocks();
    var status = Status.of(state.getStatus());
    var wasHidden =
        before
            .filter(
                known ->
                    known.status() == status
                        && clocks.isUnheard(status, known.partition(), known.lastContactMs())
                        && !clocks.isUnheard(
                            status, state.getPartition(), state.getLastContactMs()))
            .isPresent();
    return wasHidden
        ? Optional.of(
            status(
                key,
                state.getApp(),
                Body.of(EventType.STATUS)
                    .put("instanceId", key.instanceId())
                    .put("app", state.getApp())
                    .time("at", state.getLastContactMs())
                    .put("from", Status.UNKNOWN.text())
                    .put("status", state.getStatus())
                    .put("reason", state.getReason())
                    .put(
                        "evidence",
                        new Body()
                            .put("status", state.getStatus())
                            .put("reason", state.getReason())
                            .time("lastContact", state.getLastContactMs())
                            .put("downAfterMs", (Long) state.getDownAfterMs())
                            .time("partitionClock", state.getPartitionClockMs())
                            .put("ingestor", state.getIngestor()))))
        : Optional.empty();
  }

  /** An instance is no more. */
  LiveEvent forgotten(InstanceKey key, Instance known) {
    return status(
        key,
        known.app(),
        Body.of(EventType.STATUS)
            .put("instanceId", key.instanceId())
            .put("app", known.app())
            .put("from", known.status().text())
            .put("status", (String) null)
            .put("reason", "forgotten: retired, or not heard of for 30 days"));
  }

  /** From now on, or no longer, nobody can tell how the instances of some partitions are. */
  LiveEvent platform(SortedSet<Integer> standing, Instant now) {
    return new LiveEvent(
        Optional.empty(),
        EventType.STATUS,
        "platform",
        Set.of(),
        List.of(),
        Optional.empty(),
        new Body()
            .put("type", "platform")
            .time("at", now.toEpochMilli())
            .put("outage", (Boolean) !standing.isEmpty())
            .numbers("partitions", standing)
            .node());
  }

  /** A heartbeat; empty where the state does not hold one. */
  Optional<LiveEvent> heartbeat(InstanceKey key, InstanceState state) {
    return Optional.ofNullable(state.getLastHeartbeat())
        .map(
            heartbeat ->
                new LiveEvent(
                    Optional.of(key.tenant()),
                    EventType.HEARTBEAT,
                    "heartbeat/" + key.instanceId(),
                    Set.of(state.getApp()),
                    List.of(key.instanceId()),
                    Optional.empty(),
                    body(key, state, heartbeat).node()));
  }

  private static Body body(InstanceKey key, InstanceState state, Heartbeat heartbeat) {
    var body =
        Body.of(EventType.HEARTBEAT)
            .put("instanceId", key.instanceId())
            .put("app", state.getApp())
            .time("timestamp", heartbeat.getTimestampMs())
            .time("received", state.getLastContactMs())
            .put("status", state.getStatus())
            .put("version", heartbeat.getVersion());
    var server = Optional.ofNullable(heartbeat.getServer());
    var process = Optional.ofNullable(heartbeat.getProcess());
    var routes = Optional.ofNullable(heartbeat.getRoutes());
    var usage = Optional.ofNullable(heartbeat.getUsage());
    return body.put("uptimeSeconds", server.map(each -> each.getUptimeSeconds()).orElse(null))
        .put("memoryMB", process.map(each -> each.getMemoryMb()).orElse(null))
        .put("cpuPercent", process.map(each -> each.getCpuPercent()).orElse(null))
        .put("unhealthyRoutes", routes.map(each -> each.getUnhealthy()).orElse(null))
        .put("slowestAvgMs", routes.map(each -> each.getSlowestAvgMs()).orElse(null))
        .put("totalTokens", usage.map(each -> each.getTotalTokens()).orElse(null))
        .money("totalCost", usage.map(each -> each.getTotalCostNanos()).orElse(null))
        .put("totalCalls", usage.map(each -> each.getTotalCalls()).orElse(null));
  }

  /** A repair. */
  LiveEvent repaired(Repair repair) {
    return new LiveEvent(
        Optional.of(repair.getTenant()),
        EventType.REPAIR,
        "repair/%s/%s/%d"
            .formatted(repair.getInstanceId(), repair.getRepairId(), repair.getTimestampMs()),
        Set.of(repair.getApp()),
        List.of(repair.getInstanceId()),
        Optional.empty(),
        Body.of(EventType.REPAIR)
            .put("id", repair.getRepairId())
            .put("instanceId", repair.getInstanceId())
            .put("app", repair.getApp())
            .time("timestamp", repair.getTimestampMs())
            .put("success", repair.getSuccess())
            .put("error", repair.getError())
            .put("resolution", repair.getResolution())
            .put("tokens", repair.getTokens())
            .money("cost", repair.getCostNanos())
            .put("mode", repair.getMode())
            .put("model", repair.getModel())
            .put("durationMs", repair.getDurationMs())
            .node());
  }

  private static LiveEvent status(InstanceKey key, String app, Body body) {
    return new LiveEvent(
        Optional.of(key.tenant()),
        EventType.STATUS,
        "status/" + key.instanceId(),
        Set.of(app),
        List.of(key.instanceId()),
        Optional.empty(),
        body.node());
  }
}
