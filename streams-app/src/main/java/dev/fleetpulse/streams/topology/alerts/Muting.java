package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.schemas.AlertEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which causes are muted: those of instances, apps and tags that somebody works on. Decides only.
 *
 * <p>A cause that holds is kept as it was told last, with the end of the window that mutes it. What
 * goes on says of a cause that is told in a window until when it is muted; and of one that holds,
 * that a window has begun ({@link #MUTED}) or is over ({@link #UNMUTED}).
 */
final class Muting {
  static final String MUTED = "muted";
  static final String UNMUTED = "unmuted";

  /** Divides the id of a cause from what is told of it here. */
  private static final char MARK = '#';

  /** Nobody clears causes that only happen; their episodes are over after a day. */
  private static final Duration HAPPENED = Duration.ofHours(24);

  private final PlannedWork work;

  /** By the given windows. */
  Muting(PlannedWork work) {
    this.work = work;
  }

  /**
   * What one event makes of a cause.
   *
   * @param held the cause as it is kept from now on; empty where it does not hold
   * @param told what goes on, in this order
   */
  record Step(Optional<AlertEvent> held, List<AlertEvent> told) {}

  /** The id of the cause itself, also where something is told of it here. */
  static String causeId(AlertEvent event) {
    var mark = event.getEventId().indexOf(MARK);
    return mark < 0 ? event.getEventId() : event.getEventId().substring(0, mark);
  }

  /** Whether a window can be about it at all. */
  static boolean concerns(AlertEvent event) {
    var isCause = event.getKind().equals("raised") || event.getKind().equals("cleared");
    return isCause && (event.getInstanceId() != null || event.getApp() != null);
  }

  /** The windows that are in force. */
  Set<Window> inForce(long atMs) {
    return work.inForce(Instant.ofEpochMilli(atMs));
  }

  /**
   * A cause is told.
   *
   * @param before as it was kept, if it held
   */
  Step raised(Optional<AlertEvent> before, AlertEvent event, Set<Window> inForce) {
    if (before.filter(held -> held.getEventId().equals(event.getEventId())).isPresent()) {
      // Read again: what has become of it since must stay.
      return new Step(before, List.of());
    }
    var until = until(event, inForce);
    var told = new ArrayList<AlertEvent>();
    if (until == null) {
      before
          .filter(held -> held.getMutedUntilMs() != null)
          .ifPresent(held -> told.add(unmuted(held, event.getAtMs())));
    }
    told.add(until == null ? event : withEnd(event, until).build());
    return new Step(Optional.of(withEnd(event, until).build()), told);
  }

  /** A cause has ended. Who was muted is told so, as there may be an episode of it alone. */
  Step cleared(Optional<AlertEvent> before, AlertEvent event) {
    var until = before.map(AlertEvent::getMutedUntilMs).orElse(null);
    return new Step(
        Optional.empty(), List.of(until == null ? event : withEnd(event, until).build()));
  }

  /** Time has passed, or windows have changed; nothing where that changes nothing for this one. */
  Optional<Step> rejudged(AlertEvent held, Set<Window> inForce, long nowMs) {
    if (held.getType() != null
        && held.getType().startsWith(AlertLife.EVENTS_ONLY)
        && held.getAtMs() < nowMs - HAPPENED.toMillis()) {
      return Optional.of(new Step(Optional.empty(), List.of()));
    }
    var before = held.getMutedUntilMs();
    var until = until(held, inForce);
    if (before == null ? until == null : before.equals(until)) {
      return Optional.empty();
    }
    var told = until == null ? unmuted(held, nowMs) : muted(held, until, nowMs);
    return Optional.of(new Step(Optional.of(withEnd(held, until).build()), List.of(told)));
  }

  /** The latest end among the windows that cover it; null for none. */
  private static Long until(AlertEvent cause, Set<Window> inForce) {
    return inForce.stream()
        .filter(
            window ->
                window.isAbout(
                    cause.getTenant(), cause.getInstanceId(), cause.getApp(), cause.getTags()))
        .map(window -> window.to().toEpochMilli())
        .max(Long::compare)
        .orElse(null);
  }

  private static AlertEvent muted(AlertEvent held, long untilMs, long nowMs) {
    return withEnd(held, untilMs)
        .setKind(MUTED)
        .setEventId(held.getEventId() + MARK + MUTED + "/" + untilMs + "/" + nowMs)
        .setAtMs(nowMs)
        .build();
  }

  /** The end of a window, or an earlier moment where somebody took it back. */
  private static AlertEvent unmuted(AlertEvent held, long nowMs) {
    var until = held.getMutedUntilMs();
    return AlertEvent.newBuilder(held)
        .setKind(UNMUTED)
        .setEventId(held.getEventId() + MARK + UNMUTED + "/" + until + "/" + nowMs)
        .setAtMs(Math.min(until, nowMs))
        .build();
  }

  private static AlertEvent.Builder withEnd(AlertEvent event, Long untilMs) {
    return AlertEvent.newBuilder(event).setMutedUntilMs(untilMs);
  }
}
