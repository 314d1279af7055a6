package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import dev.fleetpulse.streams.topology.patterns.PatternWindow.Member;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The evidence of a pattern. */
final class PatternFigures {
  private PatternFigures() {}

  static Pattern opened(Trouble key, List<Member> members, long nowMs) {
    return Pattern.newBuilder()
        .setTenant(key.tenant())
        // By the hour in which it opens: a replay opens the same one, and as patterns only close
        // when an hour ends, the next one has another.
        .setPatternId(key.kind() + "-" + key.name() + "-" + PatternWindow.hourOf(nowMs))
        .setKind(key.kind())
        .setName(key.name())
        .setRevision(0)
        .setStatus(OpenPattern.OPEN)
        .setOpenedAtMs(nowMs)
        .setAppsAtOpening(members.size())
        .build();
  }

  /** Apps that have left the window stay in the evidence with what they had last. */
  static void set(Pattern pattern, List<Member> members) {
    var apps = new TreeMap<String, PatternApp>();
    pattern.getApps().forEach(app -> apps.put(app.getApp(), app));
    for (var member : members) {
      var known = apps.get(member.app());
      apps.put(
          member.app(),
          new PatternApp(
              member.app(),
              member.count(),
              member.instances(),
              known == null
                  ? member.firstHourMs()
                  : Math.min(known.getFirstHourMs(), member.firstHourMs()),
              member.lastHourMs()));
    }
    var ordered =
        apps.values().stream()
            .sorted(
                Comparator.comparingLong(PatternApp::getFirstHourMs)
                    .thenComparing(PatternApp::getApp))
            .toList();
    pattern.setApps(ordered);
    pattern.setFirstApp(ordered.getFirst().getApp());
    pattern.setCount(members.stream().mapToLong(Member::count).sum());
    pattern.setInstances(members.stream().mapToLong(Member::instances).sum());
    pattern.setFirstHourMs(ordered.getFirst().getFirstHourMs());
    pattern.setLastHourMs(members.stream().mapToLong(Member::lastHourMs).max().orElseThrow());
  }
}
