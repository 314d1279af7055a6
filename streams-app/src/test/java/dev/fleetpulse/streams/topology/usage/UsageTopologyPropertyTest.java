package dev.fleetpulse.streams.topology.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.TestRoom;
import dev.fleetpulse.streams.topology.usage.RandomFleet.Sent;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rows are a function of the set of heartbeats, whatever happens to them on their way. */
final class UsageTopologyPropertyTest {
  private static final Duration EMIT_INTERVAL = Duration.ofSeconds(60);
  private static final long HOUR = 3_600_000;
  private static final int RARELY = 5;

  @Property(tries = 700)
  void anyOrderAnyDuplicatesAndAnyRestartsGiveTheOraclesRows(@ForAll Random random) {
    // Shorter than the lateness allowed, so that no order can make one of them late.
    var fleet = new RandomFleet(random, 17 * HOUR, 4 * HOUR);
    var log = new ArrayList<>(fleet.sent());
    log.addAll(fleet.sent().subList(0, random.nextInt(fleet.sent().size() + 1)));
    Collections.shuffle(log, random);
    covers("resets", fleet.hasResets());
    covers("gaps", fleet.hasGaps());
    covers("late", fleet.hasLate());
    covers("conflicting copies", fleet.hasConflicts());
    covers("duplicates", log.size() > fleet.sent().size());
    covers("hour borders", fleet.crossesHours());
    covers("day borders", fleet.crossesMidnight());

    assertThat(rows(log, random)).isEqualTo(ExpectedRows.of(log));
  }

  @Property(tries = 300)
  void daysOfArrivalsThatMayBeTooLateGiveTheOraclesRows(@ForAll Random random) {
    var fleet = new RandomFleet(random, 100 * HOUR, 30 * HOUR);
    var log = new ArrayList<>(fleet.sent());
    log.addAll(fleet.sent().subList(0, random.nextInt(fleet.sent().size() + 1)));
    log.sort(Comparator.comparingLong(Sent::appendMs));
    covers("too late", fleet.hasTooLate());

    assertThat(rows(log, random)).isEqualTo(ExpectedRows.of(log));
  }

  @Property(tries = 200)
  void aGenerationThatCatchesUpShowsOnlyWhatNothingCanChange(@ForAll Random random) {
    var fleet = new RandomFleet(random, 100 * HOUR, 30 * HOUR);
    var log = new ArrayList<>(fleet.sent());
    log.sort(Comparator.comparingLong(Sent::appendMs));
    var expected = ExpectedRows.of(log);
    try (var room = room(log.size())) {
      TestInputTopic<InstanceKey, Heartbeat> heartbeats = room.input(room.topics().heartbeats());
      TestOutputTopic<InstanceHourKey, UsageHour> hours = room.output(room.topics().usageHourly());
      send(heartbeats, log);
      var inSilence = hours.readKeyValuesToList();
      room.driver().advanceWallClockTime(EMIT_INTERVAL);
      var published = withoutRevisions(hours.readKeyValuesToMap());
      covers("final before all is read", !inSilence.isEmpty());

      for (var row : inSilence) {
        row.value.setRevision(0L);
        assertThat(row.value).isEqualTo(expected.get(row.key));
        published.put(row.key, row.value);
      }
      assertThat(published).isEqualTo(expected);
    }
  }

  private static void covers(String what, boolean isThere) {
    Statistics.label(what)
        .collect(isThere)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > RARELY));
  }

  /** What left last for each instance and hour, with applications that end and begin between. */
  private static Map<InstanceHourKey, UsageHour> rows(List<Sent> log, Random random) {
    var rows = new TreeMap<InstanceHourKey, UsageHour>(Comparator.comparing(Object::toString));
    var ends = new ArrayList<>(List.of(0, log.size()));
    for (var restarts = random.nextInt(3); restarts > 0; restarts--) {
      ends.add(1, random.nextInt(log.size() + 1));
    }
    Collections.sort(ends);
    TestRoom room = null;
    try {
      for (var part = 1; part < ends.size(); part++) {
        var records = log.subList(ends.get(part - 1), ends.get(part));
        // Each life has more or less of its part before it when it starts.
        var silent = random.nextBoolean() ? 0 : random.nextInt(records.size() + 1);
        room = room == null ? room(silent) : restarted(room, silent);
        rows.putAll(send(room, records, part == ends.size() - 1));
      }
    } finally {
      room.close();
    }
    covers("restarts", ends.size() > 2);
    return withoutRevisions(rows);
  }

  private static Map<InstanceHourKey, UsageHour> withoutRevisions(
      Map<InstanceHourKey, UsageHour> rows) {
    rows.values().forEach(row -> row.setRevision(0L));
    return rows;
  }

  private static Map<InstanceHourKey, UsageHour> send(
      TestRoom room, List<Sent> records, boolean isLast) {
    TestInputTopic<InstanceKey, Heartbeat> heartbeats = room.input(room.topics().heartbeats());
    TestOutputTopic<InstanceHourKey, UsageHour> hours = room.output(room.topics().usageHourly());
    send(heartbeats, records);
    if (isLast) {
      // A life that has read everything learns so by the next record.
      heartbeats.pipeInput(null, null, Instant.ofEpochMilli(0));
      room.driver().advanceWallClockTime(EMIT_INTERVAL);
      room.driver().advanceWallClockTime(EMIT_INTERVAL);
    }
    return hours.readKeyValuesToMap();
  }

  private static void send(TestInputTopic<InstanceKey, Heartbeat> heartbeats, List<Sent> records) {
    for (var record : records) {
      heartbeats.pipeInput(
          record.instance(), record.heartbeat(), Instant.ofEpochMilli(record.appendMs()));
    }
  }

  /** Another life of the application, with what the changelogs hold of its state. */
  private static TestRoom restarted(TestRoom before, long silentUntil) {
    var after = room(silentUntil);
    copy(before, after, UsageTopology.BLOCKS);
    copy(before, after, UsageTopology.CHANGES);
    copy(before, after, UsageTopology.PUBLICATION);
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

  private static TestRoom room(long silentUntil) {
    var ends = new LogEnds(Map.of(0, silentUntil));
    return new TestRoom(
        (topics, metrics) ->
            new UsageTopology(
                    topics, TestRoom.GENERATION, EMIT_INTERVAL, ends, LedgerPeriod.HOUR, metrics)
                ::addTo,
        Instant.EPOCH);
  }
}
