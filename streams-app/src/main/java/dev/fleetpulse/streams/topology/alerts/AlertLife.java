package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an alert goes from episode to episode.
 *
 * <p>A cause that begins opens an episode; told again, it only counts; once it ends, the episode is
 * resolved. What a person resolves while the cause lasts stays resolved until the cause has ended
 * and begins anew. A cause that begins too often leaves one episode open until it has been quiet.
 * What is muted is neither open nor over: it opens when the window ends, unless its cause has
 * ended.
 */
final class AlertLife {
  static final String OPEN = "open";
  static final String ACKNOWLEDGED = "acknowledged";
  static final String RESOLVED = "resolved";

  /** Somebody works on what it is about, so nobody is told. */
  static final String MUTED = "muted";

  private static final String CLEARED = "cleared";
  private static final String QUIET = "quiet";
  private static final String MANUAL = "manual";
  private static final String JOINED = "joined";
  private static final List<String> SEVERITIES = List.of("info", "warn", "critical");

  /** As long as the topic of its causes keeps what could be read twice. */
  private static final Duration FORGOTTEN = Duration.ofDays(30);

  /** Causes of this kind happen and never end: nobody clears them. */
  static final String EVENTS_ONLY = "error.";

  private static final int ID_BYTES = 12;

  private final Flapping flapping;
  private final Duration quietAfter;

  /**
   * When a cause flaps.
   *
   * @param edges so many beginnings...
   * @param within ...in so much time
   * @param stable how long it must have been quiet to leave
   */
  record Flapping(int edges, Duration within, Duration stable) {}

  /**
   * The rules.
   *
   * @param quietAfter after which causes that nobody clears are over
   */
  AlertLife(Flapping flapping, Duration quietAfter) {
    this.flapping = flapping;
    this.quietAfter = quietAfter;
  }

  /** What became of an alert: its state, and its episode where that changed. */
  record Step(AlertState state, Optional<Alert> changed) {}

  /** Takes one event; one that was taken before, or that nobody knows, changes nothing. */
  Step take(AlertState before, AlertEvent event) {
    if (before.eventIds().contains(event.getEventId())) {
      return unchanged(before);
    }
    var known = before.knowing(event.getEventId());
    return switch (event.getKind()) {
      case "raised" -> raised(known, event);
      case "cleared" -> cleared(known, event);
      case Muting.MUTED -> muted(known, event);
      case Muting.UNMUTED -> unmuted(known, event);
      case Downs.JOINED -> joined(known, event);
      case "acknowledge" -> acknowledged(known, event);
      case "resolve" -> resolved(known, event);
      default -> unchanged(before);
    };
  }

  /** Time has passed. */
  Step wait(AlertState before, long nowMs) {
    var open = before.open();
    if (open.isEmpty() || nowMs < quietAt(before, open.get())) {
      return unchanged(before);
    }
    var alert = ended(open.get(), QUIET, null, nowMs);
    return changed(before.holding(false), alert);
  }

  /** Whether the open episode ends by nothing being told of it. */
  boolean endsByQuiet(AlertState state) {
    return state.open().filter(alert -> quietAt(state, alert) != Long.MAX_VALUE).isPresent();
  }

  /** Whether nothing of it can matter any more. */
  boolean isForgotten(AlertState state, long nowMs) {
    var isOver =
        state
            .episode()
            .filter(
                alert ->
                    alert.getResolvedAtMs() == null
                        || Math.max(alert.getLastSeenMs(), alert.getResolvedAtMs())
                            >= nowMs - FORGOTTEN.toMillis())
            .isEmpty();
    return isOver && (!state.held() || state.episode().filter(AlertLife::happened).isPresent());
  }

  private static boolean happened(Alert alert) {
    return alert.getType().startsWith(EVENTS_ONLY);
  }

  private long quietAt(AlertState state, Alert open) {
    if (open.getType().startsWith(EVENTS_ONLY)) {
      return open.getLastSeenMs() + quietAfter.toMillis();
    }
    return open.getFlapping() && !state.held()
        ? open.getLastSeenMs() + flapping.stable().toMillis()
        : Long.MAX_VALUE;
  }

  private Step raised(AlertState before, AlertEvent event) {
    var begins = !before.held() || isEventOnly(event);
    var state = before.holding(true);
    if (begins && event.getMutedUntilMs() == null) {
      state = state.withEdges(edges(state, event.getAtMs()));
    }
    var open = before.open();
    if (open.isPresent()) {
      return changed(state, again(open.get(), event, isFlapping(state)));
    }
    // Somebody resolved it, and the cause has lasted since.
    return begins ? changed(state, opened(event, isFlapping(state))) : unchanged(state);
  }

  private Step cleared(AlertState before, AlertEvent event) {
    var state = before.holding(false);
    var open = before.open();
    if (open.isEmpty()) {
      return unchanged(state);
    }
    if (open.get().getFlapping()) {
      var alert = Alert.newBuilder(open.get());
      alert.setLastSeenMs(Math.max(alert.getLastSeenMs(), event.getAtMs()));
      return changed(state, alert.build());
    }
    return changed(state, ended(open.get(), CLEARED, null, event.getAtMs()));
  }

  /** A window has begun, or ends at another time than was known. */
  private Step muted(AlertState before, AlertEvent event) {
    var state = before.holding(true);
    var open = before.open();
    if (open.isPresent()) {
      return changed(state, withStatus(open.get(), event));
    }
    // Held and not open: somebody resolved it, and the cause has lasted since.
    return before.held() ? unchanged(state) : changed(state, opened(event, false));
  }

  /** No window is on any more, and the cause still holds. */
  private Step unmuted(AlertState before, AlertEvent event) {
    var open = before.open();
    if (open.filter(alert -> alert.getStatus().equals(MUTED)).isPresent()) {
      var state = before.holding(true);
      return changed(state, backFrom(open.get()));
    }
    return before.held() ? unchanged(before) : raised(before, event);
  }

  /** It is told as one of many from now on. */
  private static Step joined(AlertState before, AlertEvent event) {
    var state = before.holding(false);
    return before
        .open()
        .map(alert -> changed(state, ended(alert, JOINED, null, event.getAtMs())))
        .orElseGet(() -> unchanged(state));
  }

  private static Alert withStatus(Alert open, AlertEvent event) {
    if (event.getMutedUntilMs() != null) {
      return Alert.newBuilder(open)
          .setStatus(MUTED)
          .setMutedUntilMs(event.getMutedUntilMs())
          .build();
    }
    return open.getStatus().equals(MUTED) ? backFrom(open) : open;
  }

  private static Alert backFrom(Alert muted) {
    var status = muted.getAcknowledgedAtMs() == null ? OPEN : ACKNOWLEDGED;
    return Alert.newBuilder(muted).setStatus(status).build();
  }

  private static Step acknowledged(AlertState state, AlertEvent event) {
    return meant(state, event)
        .filter(alert -> alert.getStatus().equals(OPEN))
        .map(
            alert ->
                changed(
                    state,
                    Alert.newBuilder(alert)
                        .setStatus(ACKNOWLEDGED)
                        .setAcknowledgedAtMs(event.getAtMs())
                        .setAcknowledgedBy(event.getBy())
                        .build()))
        .orElseGet(() -> unchanged(state));
  }

  private static Step resolved(AlertState state, AlertEvent event) {
    return meant(state, event)
        .map(alert -> changed(state, ended(alert, MANUAL, event.getBy(), event.getAtMs())))
        .orElseGet(() -> unchanged(state));
  }

  /** The open episode, if the command means it: it may have come too late for another one. */
  private static Optional<Alert> meant(AlertState state, AlertEvent command) {
    return state
        .open()
        .filter(
            alert ->
                command.getEpisode() == null || command.getEpisode().equals(alert.getEpisode()));
  }

  private List<Long> edges(AlertState state, long atMs) {
    var edges = new ArrayList<>(state.edges());
    edges.add(atMs);
    edges.removeIf(edge -> edge <= atMs - flapping.within().toMillis());
    return edges.subList(Math.max(0, edges.size() - flapping.edges()), edges.size());
  }

  private boolean isFlapping(AlertState state) {
    return state.edges().size() >= flapping.edges();
  }

  private static boolean isEventOnly(AlertEvent event) {
    return event.getType() != null && event.getType().startsWith(EVENTS_ONLY);
  }

  private static Alert opened(AlertEvent event, boolean flaps) {
    return Alert.newBuilder()
        .setTenant(event.getTenant())
        .setEpisode(id(event))
        .setAlertKey(event.getAlertKey())
        .setRevision(0)
        .setType(text(event.getType(), "unknown"))
        .setSeverity(severity(event))
        .setStatus(event.getMutedUntilMs() == null ? OPEN : MUTED)
        .setMutedUntilMs(event.getMutedUntilMs())
        .setMessage(text(event.getMessage(), event.getAlertKey()))
        .setApp(event.getApp())
        .setInstanceId(event.getInstanceId())
        .setSignature(event.getSignature())
        .setOpenedAtMs(event.getAtMs())
        .setLastSeenMs(event.getAtMs())
        .setCount(1)
        .setFlapping(flaps && !isEventOnly(event))
        .setEvidence(Map.copyOf(event.getEvidence()))
        .setMembers(List.copyOf(event.getMembers()))
        .build();
  }

  private static Alert again(Alert open, AlertEvent event, boolean flaps) {
    var evidence = new HashMap<>(open.getEvidence());
    evidence.putAll(event.getEvidence());
    var worst =
        Math.max(SEVERITIES.indexOf(open.getSeverity()), SEVERITIES.indexOf(severity(event)));
    return Alert.newBuilder(withStatus(open, event))
        .setLastSeenMs(Math.max(open.getLastSeenMs(), event.getAtMs()))
        .setCount(open.getCount() + 1)
        .setFlapping(open.getFlapping() || (flaps && !isEventOnly(event)))
        .setSeverity(SEVERITIES.get(worst))
        .setMessage(text(event.getMessage(), open.getMessage()))
        .setEvidence(evidence)
        .setMembers(event.getMembers().isEmpty() ? open.getMembers() : event.getMembers())
        .build();
  }

  private static Alert ended(Alert open, String how, String by, long atMs) {
    return Alert.newBuilder(open)
        .setStatus(RESOLVED)
        .setResolvedAtMs(atMs)
        .setResolvedBy(by)
        .setResolution(how)
        .build();
  }

  private static String severity(AlertEvent event) {
    var told = event.getSeverity();
    return told != null && SEVERITIES.contains(told) ? told : "warn";
  }

  private static String text(String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  /** Of the episode that an event opens. */
  static String id(AlertEvent opening) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      for (var part :
          List.of(opening.getTenant(), opening.getAlertKey(), Muting.causeId(opening))) {
        hash.update(part.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) 0);
      }
      return HexFormat.of().formatHex(hash.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static Step changed(AlertState state, Alert alert) {
    var next = state.with(alert);
    return new Step(next, Optional.of(alert));
  }

  private static Step unchanged(AlertState state) {
    return new Step(state, Optional.empty());
  }
}
