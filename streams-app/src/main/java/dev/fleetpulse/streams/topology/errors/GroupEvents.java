package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import java.util.Map;

/**
 * What a group tells whoever raises alerts. The ids of events hang on what they are about and not
 * on when it was noticed, so a replay tells the same ones.
 */
final class GroupEvents {
  static final String NEW = "error.new";
  static final String REGRESSED = "error.regressed";
  static final String SPIKE = "error.spike";
  static final String RAISED = "raised";
  static final String CLEARED = "cleared";

  private GroupEvents() {}

  static AlertEvent isNew(ErrorGroup group) {
    return raised(group, NEW, "new", group.getLastReceivedMs())
        .setSeverity("warn")
        .setMessage("New error in " + group.getApp() + ": " + group.getTitle())
        .setEvidence(
            Map.of(
                "category", group.getCategory(),
                "firstSeenMs", Long.toString(group.getFirstSeenMs()),
                "receivedMs", Long.toString(group.getFirstReceivedMs())))
        .build();
  }

  static AlertEvent isRegressed(ErrorGroup group, Decision resolved) {
    return raised(group, REGRESSED, "regressed/" + resolved.commandId(), group.getStatusSinceMs())
        .setSeverity("warn")
        .setMessage("Error is back in " + group.getApp() + ": " + group.getTitle())
        .setEvidence(
            Map.of(
                "category", group.getCategory(),
                "resolvedAtMs", Long.toString(resolved.atMs()),
                "resolvedBy", resolved.by(),
                "receivedMs", Long.toString(group.getLastReceivedMs())))
        .build();
  }

  static AlertEvent isSpike(ErrorGroup group, ErrorCount count, Spike spike) {
    return raised(group, SPIKE, "spike/" + spike.hourMs(), group.getLastReceivedMs())
        .setSeverity("critical")
        .setMessage(
            "%d times in this hour in %s, usually %s: %s"
                .formatted(count.getCount(), group.getApp(), spike.usual(), group.getTitle()))
        .setEvidence(
            Map.of(
                "category", group.getCategory(),
                "hourMs", Long.toString(spike.hourMs()),
                "count", Long.toString(count.getCount()),
                "usual", Double.toString(spike.usual())))
        .build();
  }

  static AlertEvent spikeEnded(ErrorGroup group, Spike spike) {
    return cleared(group, SPIKE, "spike-ended/" + spike.hourMs(), spike.hourMs() + Hours.HOUR_MS);
  }

  /** A person has seen to it. */
  static AlertEvent decided(ErrorGroup group, String type, Decision decision) {
    return cleared(group, type, decision.action() + "/" + decision.commandId(), decision.atMs());
  }

  private static AlertEvent.Builder raised(
      ErrorGroup group, String type, String eventId, long atMs) {
    return about(group, type, eventId, atMs).setKind(RAISED);
  }

  private static AlertEvent cleared(ErrorGroup group, String type, String eventId, long atMs) {
    return about(group, type, eventId, atMs).setKind(CLEARED).build();
  }

  private static AlertEvent.Builder about(
      ErrorGroup group, String type, String eventId, long atMs) {
    return AlertEvent.newBuilder()
        .setTenant(group.getTenant())
        .setAlertKey(type + "/" + group.getSignature() + "/" + group.getApp())
        .setEventId(eventId)
        .setAtMs(atMs)
        .setType(type)
        .setApp(group.getApp())
        .setSignature(group.getSignature());
  }
}
