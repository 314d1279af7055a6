package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.schemas.AlertEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What alerts there have to be, said as plainly as can be; of causes too far apart to flap. */
final class AlertsOracle {
  private final Map<String, AlertEvent> held = new TreeMap<>();
  private final Map<String, Episode> current = new TreeMap<>();
  private final List<Episode> episodes = new ArrayList<>();

  private static final class Episode {
    private final String key;
    private final String cause;
    private long count = 1;
    private String acknowledgedBy;
    private String resolution;

    Episode(AlertEvent opening) {
      key = opening.getAlertKey();
      cause = opening.getEventId();
    }
  }

  boolean holds(String key) {
    return held.containsKey(key);
  }

  void take(AlertEvent event, Collection<Window> windows) {
    var key = event.getAlertKey();
    var open = current.get(key);
    switch (event.getKind()) {
      case "raised" -> {
        if (open != null) {
          open.count++;
        } else if (!holds(key)) {
          current.put(key, new Episode(event));
          episodes.add(current.get(key));
        }
        held.put(key, event);
      }
      case "cleared" -> {
        held.remove(key);
        end(key, "cleared");
      }
      case "acknowledge" -> {
        if (open != null && open.acknowledgedBy == null && !isMuted(event, event, windows)) {
          open.acknowledgedBy = event.getBy();
        }
      }
      case "resolve" -> end(key, "manual");
      default -> throw new IllegalArgumentException(event.getKind());
    }
  }

  private void end(String key, String how) {
    var open = current.remove(key);
    if (open != null) {
      open.resolution = how;
    }
  }

  /** Every episode as text, in the order in which they began. */
  List<String> rows(Instant now, Collection<Window> windows) {
    return episodes.stream().map(episode -> row(episode, now, windows)).sorted().toList();
  }

  private String row(Episode episode, Instant now, Collection<Window> windows) {
    String status;
    if (episode.resolution != null) {
      status = "resolved";
    } else if (isMuted(held.get(episode.key), now, windows)) {
      status = "muted";
    } else {
      status = episode.acknowledgedBy == null ? "open" : "acknowledged";
    }
    return "%s %s %s x%d %s %s"
        .formatted(
            episode.key,
            episode.cause,
            status,
            episode.count,
            episode.acknowledgedBy,
            episode.resolution);
  }

  private boolean isMuted(AlertEvent command, AlertEvent at, Collection<Window> windows) {
    return isMuted(held.get(command.getAlertKey()), Instant.ofEpochMilli(at.getAtMs()), windows);
  }

  private static boolean isMuted(AlertEvent cause, Instant at, Collection<Window> windows) {
    return windows.stream()
        .anyMatch(
            window ->
                window.isInForce(at)
                    && window.isAbout(
                        cause.getTenant(), cause.getInstanceId(), cause.getApp(), cause.getTags()));
  }
}
