package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.InstanceState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What raises and clears alerts. An event's id is the place of the record that caused it, so that a
 * replay tells of the same events.
 */
final class Causes {
  /** The tenant of alerts that concern everybody, as in the refusals. */
  static final String PLATFORM = "-";

  private static final String RAISED = "raised";
  private static final String CLEARED = "cleared";
  private static final String DOWN = "instance.down";
  private static final String SKEW = "instance.skew";
  private static final String OUTAGE = "platform.outage";

  private final Place place;
  private final StatusClock clock;

  /** Of the record at the given place, which the clock has come to. */
  Causes(Place place, StatusClock clock) {
    this.place = place;
    this.clock = clock;
  }

  AlertEvent down(InstanceState down) {
    return raised(
        down,
        DOWN,
        "critical",
        down.getInstanceId() + " of " + down.getApp() + " is down: " + down.getReason());
  }

  AlertEvent up(InstanceState state, String why) {
    return cleared(state, DOWN, why);
  }

  AlertEvent skewed(InstanceState state, long skewMs) {
    var direction = skewMs > 0 ? " s behind ours" : " s ahead of ours";
    return raised(
        state,
        SKEW,
        "warn",
        "The clock of " + state.getInstanceId() + " is " + Math.abs(skewMs) / 1000 + direction);
  }

  AlertEvent inTime(InstanceState state, String why) {
    return cleared(state, SKEW, why);
  }

  /** Raised by the instance itself. */
  AlertEvent own(InstanceState state, HeartbeatAlert alert) {
    var message = alert.getMessage() == null ? alert.getType() : alert.getMessage();
    return raised(state, "heartbeat." + alert.getType(), severity(alert.getSeverity()), message);
  }

  AlertEvent ownOver(InstanceState state, String type, String why) {
    return cleared(state, "heartbeat." + type, why);
  }

  AlertEvent outage(Outage outage) {
    return platform(RAISED, OUTAGE)
        .setSeverity("critical")
        .setMessage(
            "Nothing could be received for %d s: which instances went down meanwhile is found out"
                    .formatted((outage.toMs() - outage.fromMs()) / 1000)
                + " after their thresholds")
        .setEvidence(
            evidence(
                Map.of(
                    "partition", Integer.toString(place.partition()),
                    "outageFrom", time(outage.fromMs()),
                    "recoveredAt", time(outage.toMs()))))
        .build();
  }

  AlertEvent outageOver() {
    return platform(CLEARED, OUTAGE)
        .setMessage("Ticks have come without a gap since " + time(clock.recoveredAtMs()))
        .setEvidence(
            evidence(
                Map.of(
                    "partition", Integer.toString(place.partition()),
                    "recoveredAt", time(clock.recoveredAtMs()))))
        .build();
  }

  private AlertEvent.Builder platform(String kind, String type) {
    return AlertEvent.newBuilder()
        .setTenant(PLATFORM)
        .setAlertKey(type)
        .setEventId(place + "/" + kind)
        .setKind(kind)
        .setAtMs(clock.nowMs())
        .setType(type)
        .setTags(new TreeMap<>());
  }

  private AlertEvent raised(InstanceState state, String type, String severity, String message) {
    return event(state, RAISED, type).setSeverity(severity).setMessage(message).build();
  }

  private AlertEvent cleared(InstanceState state, String type, String why) {
    return event(state, CLEARED, type).setMessage(why).build();
  }

  private AlertEvent.Builder event(InstanceState state, String kind, String type) {
    return AlertEvent.newBuilder()
        .setTenant(state.getTenant())
        .setAlertKey(type + "/" + state.getInstanceId())
        .setEventId(place + "/" + kind)
        .setKind(kind)
        .setAtMs(clock.nowMs())
        .setType(type)
        .setApp(state.getApp())
        .setInstanceId(state.getInstanceId())
        .setEvidence(evidence(state))
        .setTags(InstanceTags.of(state.getLastHeartbeat()));
  }

  private static Map<String, String> evidence(InstanceState state) {
    var evidence = new TreeMap<String, String>();
    evidence.put("status", state.getStatus());
    evidence.put("since", time(state.getStatusSinceMs()));
    evidence.put("lastContact", time(state.getLastContactMs()));
    evidence.put("downAfterMs", Long.toString(state.getDownAfterMs()));
    evidence.put("partition", Integer.toString(state.getPartition()));
    evidence.put("partitionClock", time(state.getPartitionClockMs()));
    if (state.getIngestor() != null) {
      evidence.put("ingestor", state.getIngestor());
    }
    if (state.getSkewMs() != null) {
      evidence.put("skewMs", state.getSkewMs().toString());
    }
    return evidence;
  }

  /** In one order, so that equal events have equal bytes. */
  private static Map<String, String> evidence(Map<String, String> named) {
    return new TreeMap<>(named);
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }

  private static String severity(String word) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "critical", "fatal", "error", "high", "emergency" -> "critical";
      case "info", "notice", "debug", "low" -> "info";
      default -> "warn";
    };
  }
}
