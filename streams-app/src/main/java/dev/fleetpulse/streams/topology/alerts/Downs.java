package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.AlertEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which instances that went down are one trouble. Those of one trouble are found one by one over a
 * minute, as each is missed at its own time; so one that is not alone waits for others before it is
 * told.
 */
final class Downs {
  /** So many of an app, of a tag's value or of the tenant are told as one. */
  static final int MANY = 5;

  /** As long as the instances of one trouble take to be missed, all of them. */
  static final Duration TOGETHER = Duration.ofSeconds(60);

  /** After which one that nobody joined is told. */
  static final Duration ALONE = Duration.ofSeconds(10);

  /** All that is known of it. */
  static final String TENANT = "tenant";

  /** What ends the alert of one that went on as one of many. */
  static final String JOINED = "joined";

  private static final String KEY = "instance.down/";
  private static final Set<String> KINDS =
      Set.of("raised", "cleared", Muting.MUTED, Muting.UNMUTED);

  private Downs() {}

  /** Whether an instance went down, came back, or is muted meanwhile or no longer. */
  static boolean isDown(AlertEvent event) {
    return event.getAlertKey().startsWith(KEY) && KINDS.contains(event.getKind());
  }

  /**
   * An instance that is down and has not been told of.
   *
   * @param sinceMs when it was heard of here
   */
  record Pending(String instanceId, String app, Map<String, String> tags, long sinceMs) {}

  /**
   * Who is told now.
   *
   * @param groups by name: {@code app/shop}, {@code tag/zone=b} or {@code tenant}
   */
  record Decision(Map<String, List<Pending>> groups, List<Pending> alone) {}

  /**
   * Decides for one tenant.
   *
   * @param joinable groups that others joined lately
   */
  static Decision decide(List<Pending> pending, Set<String> joinable, long nowMs) {
    var groups = new LinkedHashMap<String, List<Pending>>();
    var left = new ArrayList<>(pending);
    for (var down : pending) {
      names(down).stream()
          .filter(joinable::contains)
          .findFirst()
          .ifPresent(name -> move(down, name, left, groups));
    }
    moveMany(left, groups, down -> List.of(app(down)));
    moveMany(left, groups, down -> tags(down));
    var oldest = left.stream().mapToLong(Pending::sinceMs).min().orElse(nowMs);
    if (nowMs - oldest >= TOGETHER.toMillis()) {
      moveMany(left, groups, down -> List.of(TENANT));
      return new Decision(groups, left);
    }
    var isAlone = left.size() == 1 && nowMs - oldest >= ALONE.toMillis();
    return new Decision(groups, isAlone ? left : List.of());
  }

  private static void moveMany(
      List<Pending> left,
      Map<String, List<Pending>> groups,
      Function<Pending, List<String>> names) {
    while (true) {
      var counts = new TreeMap<String, Integer>();
      left.forEach(down -> names.apply(down).forEach(name -> counts.merge(name, 1, Integer::sum)));
      var largest =
          counts.entrySet().stream().reduce((a, b) -> b.getValue() > a.getValue() ? b : a);
      if (largest.isEmpty() || largest.get().getValue() < MANY) {
        return;
      }
      var name = largest.get().getKey();
      for (var down : List.copyOf(left)) {
        if (names.apply(down).contains(name)) {
          move(down, name, left, groups);
        }
      }
    }
  }

  private static void move(
      Pending down, String name, List<Pending> left, Map<String, List<Pending>> groups) {
    left.remove(down);
    groups.computeIfAbsent(name, any -> new ArrayList<>()).add(down);
  }

  private static List<String> names(Pending down) {
    var names = new ArrayList<String>();
    names.add(app(down));
    names.addAll(tags(down));
    names.add(TENANT);
    return names;
  }

  private static String app(Pending down) {
    return "app/" + down.app();
  }

  private static List<String> tags(Pending down) {
    return new TreeMap<>(new HashMap<>(down.tags()))
        .entrySet().stream().map(tag -> "tag/" + tag.getKey() + "=" + tag.getValue()).toList();
  }
}
