package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.streams.topology.patterns.PatternWindow.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a pattern, given what is in the window: a decision, and nothing else. It opens
 * with the second app, grows with the third, fades when nobody had an error for six hours, and
 * closes when fewer than two apps are left in the window. Each is told once.
 */
final class OpenPattern {
  static final String OPEN = "open";
  static final String GROWING = "growing";
  static final String FADING = "fading";
  static final String CLOSED = "closed";

  private OpenPattern() {}

  /**
   * What is to be told and stored.
   *
   * @param pattern as it is now; nothing where there is none and was none
   * @param told the names of what happened to it, in order
   */
  record Outcome(Optional<Pattern> pattern, List<String> told) {}

  /**
   * The pattern at the given time.
   *
   * @param before open before, if any
   */
  static Outcome at(Optional<Pattern> before, Trouble key, List<Member> members, long nowMs) {
    var isPattern = members.size() >= PatternWindow.APPS_MIN;
    if (before.isEmpty() && !isPattern) {
      return new Outcome(Optional.empty(), List.of());
    }
    var told = new ArrayList<String>();
    var pattern =
        before
            .map(open -> Pattern.newBuilder(open).build())
            .orElseGet(
                () -> {
                  told.add(OPEN);
                  return PatternFigures.opened(key, members, nowMs);
                });
    if (!isPattern) {
      pattern.setStatus(CLOSED);
      pattern.setClosedAtMs(nowMs);
      told.add(CLOSED);
      return new Outcome(Optional.of(pattern), told);
    }
    PatternFigures.set(pattern, members);
    if (!pattern.getGrew() && pattern.getApps().size() > pattern.getAppsAtOpening()) {
      pattern.setGrew(true);
      told.add(GROWING);
    }
    var isFading = PatternWindow.isFading(members, nowMs);
    if (isFading && !pattern.getFaded()) {
      pattern.setFaded(true);
      told.add(FADING);
    }
    pattern.setStatus(isFading ? FADING : pattern.getGrew() ? GROWING : OPEN);
    return new Outcome(Optional.of(pattern), told);
  }
}
