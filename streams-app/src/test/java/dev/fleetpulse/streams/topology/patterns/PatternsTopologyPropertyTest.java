package dev.fleetpulse.streams.topology.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is open at the end is a function of the counts and the time, whatever came how often. */
final class PatternsTopologyPropertyTest {
  private static final long HOUR_MS = 3_600_000;
  private static final long BEGIN_MS = 1_775_044_800_000L;
  private static final List<String> STORES =
      List.of(
          PatternsTopology.COUNTS,
          PatternsTopology.WINDOWS,
          PatternsTopology.OPEN,
          PatternsTopology.UNSENT);

  private record Entry(ErrorCount count, long atMs) {}

  @Property(tries = 200)
  void anyOrderAnyDuplicatesAndAnyRestartsGiveTheOraclesPatterns(@ForAll Random random) {
    var counts = counts(random);
    counts.addAll(counts.subList(0, random.nextInt(counts.size() + 1)));
    Collections.shuffle(counts, random);
    var log = new ArrayList<Entry>();
    var now = BEGIN_MS;
    for (var count : counts) {
      now += random.nextInt(8) == 0 ? random.nextLong(2 * HOUR_MS) : random.nextLong(60_000);
      log.add(new Entry(count, now));
    }

    var found = run(log, random);
    var expected = expected(counts, now);
    assertThat(found).isEqualTo(expected);
    covers("none", expected.isEmpty());
    covers("several", expected.size() > 1);
  }

  private static void covers(String what, boolean isThere) {
    Statistics.label(what)
        .collect(isThere)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 3));
  }

  /** Each hour of each group several times, with rising figures. */
  private static List<ErrorCount> counts(Random random) {
    var counts = new ArrayList<ErrorCount>();
    for (var group = 0; group < 1 + random.nextInt(5); group++) {
      var app = "app-" + random.nextInt(3);
      var category = random.nextBoolean() ? "timeout" : "unknown";
      // Each hour once: there are no two figures of one revision.
      var hours = new TreeSet<Long>();
      for (var hour = 0; hour < 1 + random.nextInt(3); hour++) {
        hours.add(BEGIN_MS + (random.nextInt(32) - 30) * HOUR_MS);
      }
      for (var hourMs : hours) {
        var count = 0L;
        for (var revision = 1; revision <= 1 + random.nextInt(3); revision++) {
          count += 1 + random.nextInt(9);
          counts.add(
              ErrorCount.newBuilder()
                  .setTenant("acme")
                  .setApp(app)
                  .setSignature("signature-" + group)
                  .setSignatureVersion(1)
                  .setHourMs(hourMs)
                  .setRevision((hourMs - BEGIN_MS) / HOUR_MS + 100 + revision)
                  .setCount(count)
                  .setCategory(category)
                  .setRootSignature("root-" + group % 2)
                  .setInstances(1)
                  .build());
        }
      }
    }
    return counts;
  }

  /** Figures of what is open, as text. */
  private static Map<String, String> expected(List<ErrorCount> counts, long now) {
    var latest = new HashMap<String, ErrorCount>();
    for (var count : counts) {
      latest.merge(
          count.getSignature() + count.getApp() + count.getHourMs(),
          count,
          (one, other) -> one.getRevision() > other.getRevision() ? one : other);
    }
    var apps = new TreeMap<String, TreeMap<String, Long>>();
    for (var count : latest.values()) {
      var age = now / HOUR_MS - count.getHourMs() / HOUR_MS;
      if (age >= 0 && age < 25) {
        var kinds = new ArrayList<>(List.of("root-cause " + count.getRootSignature()));
        if (!count.getCategory().equals("unknown")) {
          kinds.add("category " + count.getCategory());
        }
        for (var kind : kinds) {
          apps.computeIfAbsent(kind, any -> new TreeMap<>())
              .merge(count.getApp(), count.getCount(), Long::sum);
        }
      }
    }
    var open = new TreeMap<String, String>();
    apps.forEach(
        (kind, members) -> {
          if (members.size() >= 2) {
            open.put(kind, members.toString());
          }
        });
    return open;
  }

  private static Map<String, String> run(List<Entry> log, Random random) {
    var patterns = new HashMap<String, Pattern>();
    var restarts = random.nextInt(3);
    var room = room();
    try {
      var from = 0;
      for (var part = 0; part <= restarts; part++) {
        var to = part == restarts ? log.size() : from + random.nextInt(log.size() - from + 1);
        var counts = room.input(room.topics().errorCounts());
        for (var entry : log.subList(from, to)) {
          var count = entry.count();
          counts.pipeInput(
              new GroupHourKey(
                  count.getTenant(), count.getHourMs(), count.getSignature(), count.getApp()),
              count,
              Instant.ofEpochMilli(entry.atMs()));
          if (random.nextInt(5) == 0) {
            room.driver().advanceWallClockTime(Duration.ofMinutes(1));
          }
        }
        if (part == restarts) {
          // As judged by the last record's time, which only these wait for.
          lastHour(room, log.getLast().atMs());
          room.driver().advanceWallClockTime(Duration.ofMinutes(1));
        }
        for (var pattern : room.output(room.topics().patterns()).readValuesToList()) {
          var before = patterns.put(pattern.getKind() + " " + pattern.getName(), pattern);
          assertThat(pattern.getRevision())
              .isGreaterThan(
                  before != null && before.getPatternId().equals(pattern.getPatternId())
                      ? before.getRevision()
                      : -1);
        }
        assertThat(
                room.output(room.topics().alertEvents()).readValuesToList().stream()
                    .map(event -> event.getAlertKey() + event.getEventId()))
            .doesNotHaveDuplicates();
        from = to;
        if (part < restarts) {
          room = restarted(room);
        }
      }
    } finally {
      room.close();
    }
    var open = new TreeMap<String, String>();
    patterns.forEach(
        (kind, pattern) -> {
          if (!pattern.getStatus().equals("closed")) {
            var members = new TreeMap<String, Long>();
            pattern.getApps().stream()
                .filter(app -> app.getLastHourMs() >= PatternWindow.begin(log.getLast().atMs()))
                .forEach(app -> members.put(app.getApp(), app.getCount()));
            assertThat(pattern.getCount())
                .isEqualTo(members.values().stream().mapToLong(Long::longValue).sum());
            open.put(kind, members.toString());
          }
        });
    return open;
  }

  /** A count of another tenant, so that every room knows what time it is. */
  private static void lastHour(TestRoom room, long atMs) {
    var other =
        ErrorCount.newBuilder()
            .setTenant("other")
            .setApp("alone")
            .setSignature("other")
            .setSignatureVersion(1)
            .setHourMs(PatternWindow.hourOf(atMs))
            .setRevision(1)
            .setCount(1)
            .setCategory("timeout")
            .build();
    room.input(room.topics().errorCounts())
        .pipeInput(
            new GroupHourKey("other", other.getHourMs(), "other", "alone"),
            other,
            Instant.ofEpochMilli(atMs));
  }

  private static TestRoom restarted(TestRoom before) {
    var after = room();
    for (var name : STORES) {
      KeyValueStore<Object, Object> from = before.driver().getKeyValueStore(name);
      KeyValueStore<Object, Object> to = after.driver().getKeyValueStore(name);
      try (var all = from.all()) {
        all.forEachRemaining(entry -> to.put(entry.key, entry.value));
      }
    }
    before.close();
    return after;
  }

  private static TestRoom room() {
    return new TestRoom(
        (topics, metrics) -> new PatternsTopology(topics, TestRoom.GENERATION)::addTo,
        Instant.ofEpochMilli(BEGIN_MS));
  }
}
