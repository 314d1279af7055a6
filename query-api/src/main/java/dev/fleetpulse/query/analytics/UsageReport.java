package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.UsageStore.Order;
import dev.fleetpulse.query.analytics.UsageStore.Part;
import dev.fleetpulse.query.analytics.UsageStore.Point;
import dev.fleetpulse.query.analytics.UsageStore.ServerUsage;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Usage by time and by group.
 *
 * @param total of all rows
 * @param points what was used in the intervals in which something was, oldest first
 * @param groups those that used most first
 * @param groupCount with the ones that are not listed
 * @param named what all groups used, also those that are not listed
 */
record UsageReport(
    Amounts total,
    Map<Instant, Amounts> points,
    List<Group> groups,
    long groupCount,
    Amounts named) {
  /** An app, model, category or server. */
  record Group(String name, Amounts used) {}

  /** Adds up what the parts come to; parts that used nothing are no groups. */
  static UsageReport of(List<Part> parts, Order order) {
    var points = new TreeMap<Instant, Amounts>();
    var groups = new HashMap<String, Amounts>();
    for (var part : parts) {
      points.merge(part.at(), part.whole(), Amounts::plus);
      groups.merge(part.name(), part.used(), Amounts::plus);
    }
    var listed =
        groups.entrySet().stream()
            .filter(group -> !group.getValue().isNothing())
            .map(group -> new Group(group.getKey(), group.getValue()))
            .sorted(by(order))
            .toList();
    return new UsageReport(
        sum(points.values()),
        points,
        listed,
        listed.size(),
        sum(listed.stream().map(Group::used).toList()));
  }

  /** Puts servers beside the points. */
  static UsageReport of(List<ServerUsage> servers, List<Point> points) {
    var byTime = new TreeMap<Instant, Amounts>();
    points.forEach(point -> byTime.put(point.at(), point.used()));
    var all = servers.isEmpty() ? Amounts.NONE : servers.getFirst().all();
    return new UsageReport(
        all,
        byTime,
        servers.stream().map(server -> new Group(server.server(), server.used())).toList(),
        servers.isEmpty() ? 0 : servers.getFirst().servers(),
        all);
  }

  /** The first so many groups. */
  UsageReport first(int limit) {
    return new UsageReport(total, points, groups.stream().limit(limit).toList(), groupCount, named);
  }

  /** What the groups used that are not listed. */
  Amounts others() {
    return named.minus(sum(groups.stream().map(Group::used).toList()));
  }

  /** What nobody gave a name; below zero where names say more than the whole does. */
  Amounts unnamed() {
    return total.minus(named);
  }

  private static Comparator<Group> by(Order order) {
    Comparator<Group> byCost = Comparator.comparing(group -> group.used().cost());
    Comparator<Group> byTokens = Comparator.comparingLong(group -> group.used().tokens());
    var greatest =
        switch (order) {
          case COST -> byCost.thenComparing(byTokens);
          case TOKENS -> byTokens.thenComparing(byCost);
        };
    return greatest.reversed().thenComparing(Group::name);
  }

  private static Amounts sum(Iterable<Amounts> amounts) {
    var sum = Amounts.NONE;
    for (var amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }
}
