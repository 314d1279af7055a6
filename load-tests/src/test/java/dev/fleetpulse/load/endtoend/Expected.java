package dev.fleetpulse.load.endtoend;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What everything must come to, counted from the known set by plain loops.
 *
 * @param heartbeats each once, as are the errors
 * @param usage by instance and hour
 */
record Expected(List<Heartbeat> heartbeats, List<ErrorReport> errors, List<UsageRow> usage) {

  static Expected of(KnownTraffic traffic) {
    var heartbeats = new ArrayList<>(traffic.heartbeats());
    heartbeats.addAll(traffic.lastHeartbeats());
    var errors = new ArrayList<>(traffic.errors());
    errors.addAll(traffic.lastErrors());
    return new Expected(heartbeats, errors, UsageOracle.rows(heartbeats));
  }

  static long hourOf(long timestamp) {
    return timestamp - timestamp % 3_600_000;
  }

  /** The numbers of each heartbeat, as {@link Found#heartbeat} reads them. */
  List<String> heartbeatTexts() {
    return heartbeats.stream()
        .map(
            heartbeat -> {
              var total = Optional.ofNullable(heartbeat.counters().get("total"));
              return "%s %d %s %s %s %s"
                  .formatted(
                      heartbeat.instance(),
                      heartbeat.timestamp(),
                      heartbeat.cpuPercent(),
                      total.map(Amount::tokens).orElse(null),
                      total.map(Amount::costNanos).orElse(null),
                      total.map(Amount::calls).orElse(null));
            })
        .toList();
  }

  /** Each error, as {@link Found#error} reads it. */
  List<String> errorTexts() {
    return errors.stream()
        .map(
            error ->
                "%s %s %s %d %s"
                    .formatted(
                        error.instance(),
                        error.app(),
                        error.type(),
                        error.timestamp(),
                        error.message()))
        .toList();
  }

  /** When each instance was last heard of, by the sender's clock. */
  Set<Map.Entry<String, Long>> lastTimestamps() {
    var last = new HashMap<String, Long>();
    for (var heartbeat : heartbeats) {
      last.merge(heartbeat.instance(), heartbeat.timestamp(), Math::max);
    }
    return last.entrySet();
  }

  List<ErrorGroup> groups() {
    var groups = new ArrayList<ErrorGroup>();
    for (var reports : byBug().values()) {
      var times = reports.stream().mapToLong(ErrorReport::timestamp).summaryStatistics();
      groups.add(
          new ErrorGroup(
              reports.getFirst().app(),
              reports.getFirst().type(),
              reports.size(),
              reports.stream().map(ErrorReport::instance).distinct().count(),
              times.getMin(),
              times.getMax()));
    }
    return groups;
  }

  /** How many errors each bug had in each hour, as {@link Found#errorHour} reads it. */
  Set<Map.Entry<String, Long>> errorHours() {
    return errors.stream()
        .collect(
            groupingBy(
                error -> error.app() + " " + error.type() + " " + hourOf(error.timestamp()),
                counting()))
        .entrySet();
  }

  /** How much a counter of the whole fleet rose. */
  Amount rise(String counter) {
    return rise(counter, _ -> true);
  }

  /** How much one instance used. */
  Amount usedBy(String instance) {
    return rise("total", row -> row.instance().equals(instance));
  }

  private Amount rise(String counter, Predicate<UsageRow> rows) {
    return usage.stream()
        .filter(rows)
        .map(row -> row.rises().getOrDefault(counter, Amount.NONE))
        .reduce(Amount.NONE, Amount::plus);
  }

  private Map<String, List<ErrorReport>> byBug() {
    return errors.stream().collect(groupingBy(error -> error.app() + " " + error.type()));
  }
}
