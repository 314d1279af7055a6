package dev.fleetpulse.query.live;

import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is told of alerts, errors and patterns. */
final class TroubleEvents {
  private static final String ERRORS = "error.";

  private TroubleEvents() {}

  /** An episode of an alert as it stands now. */
  static LiveEvent alert(Alert alert) {
    var instances = new ArrayList<>(alert.getMembers());
    Optional.ofNullable(alert.getInstanceId()).ifPresent(instances::add);
    var evidence = new Body();
    alert.getEvidence().forEach(evidence::put);
    return new LiveEvent(
        Optional.of(alert.getTenant()),
        EventType.ALERT,
        "alert/" + alert.getEpisode(),
        apps(alert.getApp()),
        instances,
        Optional.of(alert.getSeverity()),
        Body.of(EventType.ALERT)
            .put("id", alert.getEpisode())
            .put("key", alert.getAlertKey())
            .put("alert", alert.getType())
            .put("severity", alert.getSeverity())
            .put("status", alert.getStatus())
            .put("message", alert.getMessage())
            .put("app", alert.getApp())
            .put("instanceId", alert.getInstanceId())
            .put("signature", alert.getSignature())
            .time("openedAt", alert.getOpenedAtMs())
            .time("lastSeen", alert.getLastSeenMs())
            .put("count", (Long) alert.getCount())
            .put("flapping", (Boolean) alert.getFlapping())
            .time("acknowledgedAt", alert.getAcknowledgedAtMs())
            .put("acknowledgedBy", alert.getAcknowledgedBy())
            .time("resolvedAt", alert.getResolvedAtMs())
            .put("resolvedBy", alert.getResolvedBy())
            .put("resolution", alert.getResolution())
            .put("evidence", evidence)
            .put("memberCount", (Integer) alert.getMembers().size())
            .node());
  }

  /** A group of errors as it stands now. */
  static LiveEvent group(ErrorGroup group) {
    return error(
        group.getTenant(),
        group.getApp(),
        group.getSignature(),
        group.getInstances(),
        Optional.empty(),
        errorBody("group", group.getSignature(), group.getApp())
            .put("title", group.getTitle())
            .put("category", group.getCategory())
            .put("status", group.getStatus())
            .put("count", (Long) group.getCount())
            .put("instanceCount", (Long) group.getInstanceCount())
            .time("firstSeen", group.getFirstSeenMs())
            .time("lastSeen", group.getLastSeenMs())
            .time("lastReceived", group.getLastReceivedMs()),
        "");
  }

  /** How often a group occurred in an hour so far. */
  static LiveEvent hour(ErrorCount count) {
    return error(
        count.getTenant(),
        count.getApp(),
        count.getSignature(),
        List.of(),
        Optional.empty(),
        errorBody("hour", count.getSignature(), count.getApp())
            .put("category", count.getCategory())
            .time("hour", count.getHourMs())
            .put("count", (Long) count.getCount()),
        "/" + count.getHourMs());
  }

  /** That errors are new, regressed, or many; nothing for what is no such news. */
  static Optional<LiveEvent> news(AlertEvent event) {
    if (!event.getKind().equals("raised")
        || event.getType() == null
        || !event.getType().startsWith(ERRORS)) {
      return Optional.empty();
    }
    var evidence = new Body();
    event.getEvidence().forEach(evidence::put);
    return Optional.of(
        error(
            event.getTenant(),
            event.getApp(),
            event.getSignature() == null ? event.getAlertKey() : event.getSignature(),
            Optional.ofNullable(event.getInstanceId()).stream().toList(),
            Optional.ofNullable(event.getSeverity()),
            errorBody(
                    event.getType().substring(ERRORS.length()),
                    event.getSignature(),
                    event.getApp())
                .time("at", event.getAtMs())
                .put("severity", event.getSeverity())
                .put("message", event.getMessage())
                .put("evidence", evidence),
            "/" + event.getEventId()));
  }

  /** A pattern as it stands now. */
  static LiveEvent pattern(Pattern pattern) {
    var apps = pattern.getApps().stream().map(PatternApp::getApp).collect(Collectors.toSet());
    return new LiveEvent(
        Optional.of(pattern.getTenant()),
        EventType.PATTERN,
        "pattern/" + pattern.getPatternId(),
        apps,
        List.of(),
        Optional.empty(),
        Body.of(EventType.PATTERN)
            .put("id", pattern.getPatternId())
            .put("kind", pattern.getKind())
            .put("name", pattern.getName())
            .put("status", pattern.getStatus())
            .time("openedAt", pattern.getOpenedAtMs())
            .time("closedAt", pattern.getClosedAtMs())
            .put("firstApp", pattern.getFirstApp())
            .texts("apps", apps.stream().sorted().toList())
            .put("count", (Long) pattern.getCount())
            .put("instances", (Long) pattern.getInstances())
            .node());
  }

  private static Body errorBody(String event, String signature, String app) {
    return Body.of(EventType.ERROR).put("event", event).put("signature", signature).put("app", app);
  }

  private static LiveEvent error(
      String tenant,
      String app,
      String signature,
      List<String> instances,
      Optional<String> severity,
      Body body,
      String rest) {
    return new LiveEvent(
        Optional.of(tenant),
        EventType.ERROR,
        "error/%s/%s/%s%s".formatted(body.node().path("event").asText(), signature, app, rest),
        apps(app),
        instances,
        severity,
        body.node());
  }

  private static Set<String> apps(String app) {
    return app == null ? Set.of() : Set.of(app);
  }
}
