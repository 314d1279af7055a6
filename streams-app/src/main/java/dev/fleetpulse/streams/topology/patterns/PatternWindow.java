package dev.fleetpulse.streams.topology.patterns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Occurrences per app and hour, as far back as apps are compared. Changed in place by its one
 * owner; what it says depends on the counts and the time alone, not on the order in which counts
 * came.
 */
final class PatternWindow {
  static final long HOUR_MS = Duration.ofHours(1).toMillis();

  /** The running hour and the 24 before it: no sliding day lies outside. */
  static final int HOURS = 25;

  /** Without an error for so long a pattern fades. */
  static final int FADING_HOURS = 6;

  /** So many apps make a pattern. */
  static final int APPS_MIN = 2;

  /** More are not told apart in one pattern; it is one by then, whoever else joins. */
  static final int APPS_MAX = 100;

  private final Map<String, App> apps;

  /**
   * One app's part.
   *
   * @param counts occurrences by start of the hour, epoch milliseconds
   * @param instances at least so many distinct ones
   */
  record App(TreeMap<Long, Long> counts, long instances) {
    long countSince(long fromMs) {
      return counts.tailMap(fromMs, true).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * What an app has to do with a pattern.
   *
   * @param firstHourMs its first hour with errors that is still in the window
   */
  record Member(String app, long count, long instances, long firstHourMs, long lastHourMs) {}

  PatternWindow(Map<String, App> apps) {
    this.apps = apps;
  }

  static PatternWindow empty() {
    return new PatternWindow(new TreeMap<>());
  }

  Map<String, App> apps() {
    return apps;
  }

  static long hourOf(long timestampMs) {
    return timestampMs - Math.floorMod(timestampMs, HOUR_MS);
  }

  /** The start of the earliest hour that counts at the given time. */
  static long begin(long nowMs) {
    return hourOf(nowMs) - (HOURS - 1) * HOUR_MS;
  }

  /** Adds to an app's hour, or takes away; an app too many is left out. */
  void add(String app, long hourMs, long more, long instances) {
    var known = apps.get(app);
    if (known == null) {
      if (apps.size() >= APPS_MAX) {
        return;
      }
      known = new App(new TreeMap<>(), 0);
    }
    known.counts.merge(hourMs, more, (one, other) -> one + other == 0 ? null : one + other);
    apps.put(app, new App(known.counts, Math.max(known.instances, instances)));
  }

  /** Forgets what no longer counts. */
  void forget(long nowMs) {
    apps.values().forEach(app -> app.counts.headMap(begin(nowMs)).clear());
    apps.values().removeIf(app -> app.counts.isEmpty());
  }

  /** Apps with errors in the window, the first to fail first. Hours to come do not count yet. */
  List<Member> members(long nowMs) {
    var members = new ArrayList<Member>();
    apps.forEach(
        (name, app) -> {
          var counts = app.counts.subMap(begin(nowMs), true, hourOf(nowMs), true);
          if (!counts.isEmpty()) {
            members.add(
                new Member(
                    name,
                    counts.values().stream().mapToLong(Long::longValue).sum(),
                    app.instances,
                    counts.firstKey(),
                    counts.lastKey()));
          }
        });
    members.sort(Comparator.comparingLong(Member::firstHourMs).thenComparing(Member::app));
    return members;
  }

  /** Whether nobody had an error lately. */
  static boolean isFading(List<Member> members, long nowMs) {
    var lately = hourOf(nowMs) - (FADING_HOURS - 1) * HOUR_MS;
    return members.stream().allMatch(member -> member.lastHourMs < lately);
  }

  boolean isEmpty() {
    return apps.isEmpty();
  }
}
