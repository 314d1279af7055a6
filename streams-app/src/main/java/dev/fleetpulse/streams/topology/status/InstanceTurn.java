package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.UptimeHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one record makes of one instance: what is due of it by the record's time, and what the
 * record says. Decides only; whoever asked keeps what is tracked and lets go what leaves.
 */
final class InstanceTurn {
  private static final Duration SKEW_RAISED = Duration.ofMinutes(2);

  /** Below the other, so that a clock just there does not raise and clear with every heartbeat. */
  private static final Duration SKEW_CLEARED = Duration.ofSeconds(90);

  /** Rows of hours in which nobody could tell anything are made for so long an outage only. */
  private static final Duration UNKNOWN_ROWS = Duration.ofDays(2);

  private final PartitionState partition;
  private final Place place;
  private final Duration emitInterval;
  private final Causes causes;
  private final List<StatusChange> changes = new ArrayList<>();
  private final List<AlertEvent> alerts = new ArrayList<>();
  private final List<UptimeHour> uptime = new ArrayList<>();
  private Tracked tracked;
  private boolean restated;
  private boolean forgotten;

  /**
   * Begins a turn.
   *
   * @param partition as of the record
   * @param tracked null for an instance never heard of
   */
  InstanceTurn(PartitionState partition, Place place, Duration emitInterval, Tracked tracked) {
    this.partition = partition;
    this.place = place;
    this.emitInterval = emitInterval;
    this.causes = new Causes(place, partition.clock());
    this.tracked = tracked;
  }

  /** What is kept from now on; empty where nothing is. */
  Optional<Tracked> tracked() {
    return Optional.ofNullable(tracked);
  }

  /** What leaves; empty where nothing does. */
  Optional<StatusStep> step() {
    var states = new ArrayList<InstanceState>();
    if (tracked != null && restated) {
      states.add(tracked.state());
    }
    if (tracked == null && forgotten) {
      states.addAll(StatusStep.ended());
    }
    return states.isEmpty() && alerts.isEmpty() && uptime.isEmpty()
        ? Optional.empty()
        : Optional.of(new StatusStep(states, changes, alerts, uptime, List.of()));
  }

  /** Does the earliest thing that is due; false if nothing is. */
  boolean doNext() {
    if (tracked == null) {
      return false;
    }
    var deadlineMs = tracked.deadlineMs(partition.clock());
    var otherwiseMs = tracked.otherwiseDueMs(emitInterval);
    var dueMs = Math.min(deadlineMs, otherwiseMs);
    if (dueMs >= partition.nowMs()) {
      return false;
    }
    if (dueMs == tracked.forgottenMs()) {
      end(dueMs, "unseen for 30 days");
    } else if (dueMs == deadlineMs) {
      expire(deadlineMs);
    } else if (dueMs == tracked.uptime().open().endMs()) {
      closeHour(dueMs);
    } else {
      emit(dueMs);
    }
    return true;
  }

  /** Does everything that is due. */
  void catchUp() {
    while (doNext()) {
      // Each step is later than the one before.
    }
  }

  /**
   * Takes a heartbeat.
   *
   * @param appendMs when the log took it, epoch milliseconds
   * @param isBatched whether it came among others in one request
   */
  void hear(Heartbeat heartbeat, long appendMs, boolean isBatched) {
    catchUp();
    var nowMs = partition.nowMs();
    var before = tracked;
    var skew = before == null ? Skew.NONE : before.skew();
    if (!isBatched) {
      skew = skew.with(appendMs - heartbeat.getTimestampMs());
    }
    var madeAtMs = heartbeat.getTimestampMs() + skew.median().orElse(0);
    var isOld = isBatched && nowMs - madeAtMs > heartbeat.getDownAfterMs();
    var state =
        InstanceStatus.afterHeartbeat(
            before == null ? null : before.state(),
            new InstanceStatus.Arrival(heartbeat, appendMs, isOld),
            partition.clock(),
            place,
            skew.median());
    var account = before == null ? Uptime.from(nowMs) : accounted(before, nowMs).heard();
    if (isBatched) {
      account =
          account.corrected(
              madeAtMs, Math.min(nowMs, madeAtMs + heartbeat.getDownAfterMs()), proven(heartbeat));
    }
    tracked =
        new Tracked(state, 0, account, skew, before == null ? RaisedAlerts.NONE : before.alerts());
    restated = true;
    changed(before == null ? null : before.state(), state);
    emitIfDue();
    judgeSkew();
    if (!isOld && heartbeat.equals(state.getLastHeartbeat())) {
      judgeOwnAlerts(heartbeat);
    }
  }

  /** Forgets the instance because somebody said so. */
  void retire() {
    catchUp();
    if (tracked != null) {
      end(partition.nowMs(), "the instance was retired");
    }
  }

  private static Status proven(Heartbeat heartbeat) {
    return Verdict.of(heartbeat).status();
  }

  private void expire(long deadlineMs) {
    tracked = tracked.with(accounted(tracked, deadlineMs));
    var state = tracked.state();
    if (tracked.excusedUntilMs() == 0
        && partition.mayHaveMissed(state.getIngestor(), state.getLastContactMs())) {
      tracked = tracked.excusedUntil(deadlineMs + state.getDownAfterMs());
      return;
    }
    var down = InstanceStatus.afterSilence(state, deadlineMs, partition.clock(), place);
    tracked = tracked.with(down);
    restated = true;
    changed(state, down);
    emitIfDue();
  }

  private void changed(InstanceState before, InstanceState after) {
    InstanceStatus.change(before, after)
        .ifPresent(
            change -> {
              changes.add(change);
              tracked = tracked.with(tracked.uptime().news());
            });
    var wasDown = before != null && Status.of(before.getStatus()) == Status.DOWN;
    var isDown = Status.of(after.getStatus()) == Status.DOWN;
    if (isDown && !wasDown) {
      alerts.add(causes.down(after));
    }
    if (wasDown && !isDown) {
      alerts.add(causes.up(after, "it is heard again"));
    }
  }

  private void judgeSkew() {
    var known = tracked.state().getSkewMs();
    if (known == null) {
      return;
    }
    var raised = tracked.alerts().skew();
    if (!raised && Math.abs(known) > SKEW_RAISED.toMillis()) {
      alerts.add(causes.skewed(tracked.state(), known));
      tracked = tracked.with(tracked.alerts().withSkew(true));
    }
    if (raised && Math.abs(known) <= SKEW_CLEARED.toMillis()) {
      alerts.add(causes.inTime(tracked.state(), "its clock is right again"));
      tracked = tracked.with(tracked.alerts().withSkew(false));
    }
  }

  /** What the latest heartbeat tells is raised; what it no longer tells is over. */
  private void judgeOwnAlerts(Heartbeat heartbeat) {
    var before = tracked.alerts().own();
    if (before.isEmpty() && heartbeat.getAlerts().isEmpty()) {
      return;
    }
    var told = latestOfEachType(heartbeat.getAlerts());
    var after = new TreeMap<String, Long>();
    told.forEach(
        (type, alert) -> {
          var atMs = alert.getTimestampMs() == null ? 0 : alert.getTimestampMs();
          after.put(type, atMs);
          if (!Long.valueOf(atMs).equals(before.get(type))) {
            alerts.add(causes.own(tracked.state(), alert));
          }
        });
    for (var type : before.keySet()) {
      if (!after.containsKey(type)) {
        alerts.add(
            causes.ownOver(tracked.state(), type, "the instance does not tell of it any more"));
      }
    }
    tracked = tracked.with(new RaisedAlerts(after, tracked.alerts().skew()));
  }

  private static Map<String, HeartbeatAlert> latestOfEachType(List<HeartbeatAlert> alerts) {
    var latest = new LinkedHashMap<String, HeartbeatAlert>();
    for (var alert : alerts) {
      if (latest.size() < RaisedAlerts.OWN_MAX || latest.containsKey(alert.getType())) {
        latest.put(alert.getType(), alert);
      }
    }
    return latest;
  }

  private void closeHour(long endMs) {
    var account = accounted(tracked, endMs);
    var hour = account.open();
    if (!hour.isAllUnknown()
        || hour.endMs() >= partition.clock().recoveredAtMs() - UNKNOWN_ROWS.toMillis()) {
      leave(hour);
    }
    tracked = tracked.with(account.nextHour());
  }

  private void emit(long dueMs) {
    tracked = tracked.with(accounted(tracked, dueMs));
    emitIfDue();
  }

  /** What has not left within the interval leaves at once. */
  private void emitIfDue() {
    var account = tracked.uptime();
    if (account.hasNews() && tracked.newsDueMs(emitInterval) <= partition.nowMs()) {
      account.rows().forEach(this::leave);
      tracked = tracked.with(account.emitted(partition.nowMs()));
    }
  }

  private void leave(HourTimes hour) {
    if (hour.untilMs() > hour.hourMs()) {
      uptime.add(row(tracked.state(), hour));
    }
  }

  private void end(long atMs, String why) {
    var account = accounted(tracked, Math.min(atMs, tracked.uptime().open().endMs()));
    leave(account.open());
    var state = tracked.state();
    if (tracked.status() == Status.DOWN) {
      alerts.add(causes.up(state, why));
    }
    if (tracked.alerts().skew()) {
      alerts.add(causes.inTime(state, why));
    }
    for (var type : tracked.alerts().own().keySet()) {
      alerts.add(causes.ownOver(state, type, why));
    }
    tracked = null;
    forgotten = true;
  }

  private Uptime accounted(Tracked of, long untilMs) {
    return of.uptime()
        .until(untilMs, of.status(), of.state().getLastContactMs(), partition.outages());
  }

  private UptimeHour row(InstanceState state, HourTimes hour) {
    return UptimeHour.newBuilder()
        .setTenant(state.getTenant())
        .setInstanceId(state.getInstanceId())
        .setApp(state.getApp())
        .setHourMs(hour.hourMs())
        .setRevision(place.revision())
        .setUntilMs(hour.untilMs())
        .setHealthyMs(hour.healthyMs())
        .setDegradedMs(hour.degradedMs())
        .setDownMs(hour.downMs())
        .setUnknownMs(hour.unknownMs())
        .setStoppedMs(hour.stoppedMs())
        .setReason(
            hour.lateMs() == 0
                ? null
                : "late heartbeats show how it was for " + hour.lateMs() / 1000 + " s")
        .build();
  }
}
