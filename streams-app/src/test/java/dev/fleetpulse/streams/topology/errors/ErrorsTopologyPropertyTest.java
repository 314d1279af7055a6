package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.ReleaseSpan;
import dev.fleetpulse.streams.TestRoom;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.streams.state.KeyValueStore;

/** The figures are a function of what was reported and decided, whatever happens on the way. */
final class ErrorsTopologyPropertyTest {
  private static final Duration EMIT_INTERVAL = Duration.ofSeconds(60);
  private static final List<String> STORES =
      List.of(
          ErrorsTopology.SEEN,
          ErrorsTopology.SEEN_BY_TIME,
          ErrorsTopology.LOCAL_GROUPS,
          ErrorsTopology.LOCAL_CHANGES,
          ErrorsTopology.INSTANCES,
          ErrorsTopology.GROUPS,
          ErrorsTopology.SAMPLES,
          ErrorsTopology.COUNTS,
          ErrorsTopology.DECISIONS,
          ErrorsTopology.SPIKES,
          ErrorsTopology.UNSENT,
          ErrorsTopology.STORMS);

  private final Map<GroupKey, ErrorGroup> groups = new HashMap<>();
  private final Map<GroupHourKey, ErrorCount> counts = new HashMap<>();
  private final List<AlertEvent> events = new ArrayList<>();
  private final List<ErrorOccurrence> occurrences = new ArrayList<>();

  @Property(tries = 40)
  void anyOrderAnyDuplicatesAndAnyRestartsGiveTheOraclesFigures(@ForAll Random random) {
    var log = new ErrorLog(random).entries();
    run(log, random);

    var expected = ErrorsOracle.groups(log);
    assertThat(figures()).isEqualTo(expected);
    assertThat(occurrences).hasSize(Math.toIntExact(total()));
    assertThat(groups.values()).allMatch(group -> group.getKept() == group.getCount());
    assertThat(events.stream().filter(event -> event.getType().equals(GroupEvents.NEW)))
        .filteredOn(event -> event.getKind().equals(GroupEvents.RAISED))
        .hasSize(expected.size());
    assertThat(events)
        .extracting(event -> event.getAlertKey() + " " + event.getEventId())
        .doesNotHaveDuplicates();
    assertThat(groups.values())
        .filteredOn(group -> group.getStatus().equals("regressed"))
        .allMatch(this::wasToldToBeBack);
    covers("regressed", figures().toString().contains("regressed"));
    covers("resolved", figures().toString().contains("resolved"));
    covers("duplicates", total() < reports(log));
  }

  private static long reports(List<ErrorLog.Entry> log) {
    return log.stream().filter(ErrorLog.Entry.Reported.class::isInstance).count();
  }

  private boolean wasToldToBeBack(ErrorGroup group) {
    return events.stream()
        .anyMatch(
            event ->
                event.getType().equals(GroupEvents.REGRESSED)
                    && event.getKind().equals(GroupEvents.RAISED)
                    && event.getSignature().equals(group.getSignature())
                    && event.getApp().equals(group.getApp()));
  }

  private long total() {
    return groups.values().stream().mapToLong(ErrorGroup::getCount).sum();
  }

  private static void covers(String what, boolean isThere) {
    Statistics.label(what)
        .collect(isThere)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 3));
  }

  private void run(List<ErrorLog.Entry> log, Random random) {
    groups.clear();
    counts.clear();
    events.clear();
    occurrences.clear();
    var restarts = random.nextInt(3);
    var room = room();
    try {
      var from = 0;
      for (var part = 0; part <= restarts; part++) {
        var to = part == restarts ? log.size() : from + random.nextInt(log.size() - from + 1);
        send(room, log.subList(from, to), random);
        if (part == restarts) {
          settle(room);
        }
        collect(room);
        from = to;
        if (part < restarts) {
          room = restarted(room);
        }
      }
    } finally {
      room.close();
    }
  }

  private static void send(TestRoom room, List<ErrorLog.Entry> log, Random random) {
    var errors = room.input(room.topics().errors());
    var commands = room.input(room.topics().errorCommands());
    for (var entry : log) {
      var at = Instant.ofEpochMilli(entry.appendMs());
      switch (entry) {
        case ErrorLog.Entry.Reported reported ->
            errors.pipeInput(reported.key(), reported.report(), at);
        case ErrorLog.Entry.Commanded commanded ->
            commands.pipeInput(commanded.key(), commanded.command(), at);
      }
      if (random.nextInt(8) == 0) {
        room.driver().advanceWallClockTime(Duration.ofSeconds(random.nextInt(90)));
      }
    }
  }

  private static void settle(TestRoom room) {
    for (var pass = 0; pass < 6; pass++) {
      room.driver().advanceWallClockTime(EMIT_INTERVAL);
    }
  }

  private void collect(TestRoom room) {
    for (var group : room.output(room.topics().errorGroups()).readKeyValuesToList()) {
      var before = groups.put(group.key, group.value);
      assertThat(group.value.getRevision())
          .isGreaterThan(before == null ? -1 : before.getRevision());
    }
    counts.putAll(room.output(room.topics().errorCounts()).readKeyValuesToMap());
    events.addAll(room.output(room.topics().alertEvents()).readValuesToList());
    occurrences.addAll(room.output(room.topics().errorOccurrences()).readValuesToList());
  }

  /** What left last for each group. */
  private Map<GroupKey, String> figures() {
    var figures = new HashMap<GroupKey, String>();
    groups.forEach((key, group) -> figures.put(key, figures(key, group)));
    return figures;
  }

  private String figures(GroupKey key, ErrorGroup group) {
    var spans = new TreeMap<String, String>();
    for (ReleaseSpan span : group.getReleaseSpans()) {
      spans.put(span.getRelease(), span.getFirstSeenMs() + " " + span.getLastSeenMs());
    }
    var hours = new TreeMap<Long, Long>();
    counts.forEach(
        (hour, count) -> {
          if (hour.signature().equals(key.signature()) && hour.app().equals(key.app())) {
            hours.put(hour.hourMs(), count.getCount());
          }
        });
    assertThat(group.getInstanceCount()).isEqualTo(group.getInstances().size());
    assertThat(group.getInstancesExact()).isTrue();
    return "%d from %d to %d, received %d to %d, %s, instances %s, releases %s, hours %s, sample %s"
        .formatted(
            group.getCount(),
            group.getFirstSeenMs(),
            group.getLastSeenMs(),
            group.getFirstReceivedMs(),
            group.getLastReceivedMs(),
            group.getStatus(),
            group.getInstances(),
            spans,
            hours,
            group.getSampleInstanceId());
  }

  /** Another life of the application, with what the changelogs hold of its state. */
  private static TestRoom restarted(TestRoom before) {
    var after = room();
    STORES.forEach(store -> copy(before, after, store));
    before.close();
    return after;
  }

  private static void copy(TestRoom before, TestRoom after, String name) {
    KeyValueStore<Object, Object> from = before.driver().getKeyValueStore(name);
    KeyValueStore<Object, Object> to = after.driver().getKeyValueStore(name);
    try (var all = from.all()) {
      all.forEachRemaining(entry -> to.put(entry.key, entry.value));
    }
  }

  private static TestRoom room() {
    return new TestRoom(
        (topics, metrics) ->
            new ErrorsTopology(
                    topics, TestRoom.GENERATION, EMIT_INTERVAL, LedgerPeriod.HOUR, metrics)
                ::addTo,
        Instant.EPOCH);
  }
}
