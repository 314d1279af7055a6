package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a pattern tells whoever raises alerts; one event for each thing that happens to it. */
final class PatternEvents {
  static final String OPENED = "pattern.opened";

  private PatternEvents() {}

  /**
   * The event.
   *
   * @param what one of {@link OpenPattern}'s words
   */
  static AlertEvent of(Pattern pattern, String what, long atMs) {
    return AlertEvent.newBuilder()
        .setTenant(pattern.getTenant())
        // All that happens to what apps have in common is about one thing.
        .setAlertKey(OPENED + "/" + pattern.getKind() + "/" + pattern.getName())
        .setEventId(pattern.getPatternId() + "/" + what)
        .setKind(kind(what))
        .setAtMs(atMs)
        .setType(type(what))
        .setSeverity(what.equals(OpenPattern.OPEN) ? "warn" : null)
        .setMessage(message(pattern, what))
        .setSignature(pattern.getKind().equals(Trouble.ROOT_CAUSE) ? pattern.getName() : null)
        .setEvidence(evidence(pattern))
        .build();
  }

  /** Whoever raises alerts passes over kinds it does not know: these two change no alert. */
  private static String kind(String what) {
    return switch (what) {
      case OpenPattern.OPEN -> "raised";
      case OpenPattern.CLOSED -> "cleared";
      default -> "noted";
    };
  }

  private static String type(String what) {
    return switch (what) {
      case OpenPattern.OPEN -> OPENED;
      case OpenPattern.GROWING -> "pattern.grew";
      case OpenPattern.FADING -> "pattern.faded";
      default -> "pattern.closed";
    };
  }

  private static String message(Pattern pattern, String what) {
    var apps = pattern.getApps().stream().map(PatternApp::getApp).collect(Collectors.joining(", "));
    var common =
        pattern.getKind().equals(Trouble.CATEGORY)
            ? "Errors of the kind " + pattern.getName()
            : "Errors of one root cause";
    return switch (what) {
      case OpenPattern.OPEN ->
          "%s in %d apps within a day: %s".formatted(common, pattern.getApps().size(), apps);
      case OpenPattern.GROWING -> "%s reached another app: %s".formatted(common, apps);
      case OpenPattern.FADING -> "%s have not come for six hours: %s".formatted(common, apps);
      default -> "%s are over in all apps but one at most: %s".formatted(common, apps);
    };
  }

  private static Map<String, String> evidence(Pattern pattern) {
    var evidence = new TreeMap<String, String>();
    evidence.put("patternId", pattern.getPatternId());
    evidence.put("firstApp", pattern.getFirstApp());
    evidence.put("count", Long.toString(pattern.getCount()));
    evidence.put("instances", Long.toString(pattern.getInstances()));
    evidence.put("apps", Integer.toString(pattern.getApps().size()));
    return evidence;
  }
}
