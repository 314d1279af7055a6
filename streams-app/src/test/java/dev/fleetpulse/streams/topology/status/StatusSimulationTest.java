package dev.fleetpulse.streams.topology.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.UptimeHour;
import dev.fleetpulse.streams.topology.status.SimulatedFleet.Arrival;
import dev.fleetpulse.streams.topology.status.SimulatedFleet.Life;
import dev.fleetpulse.streams.topology.status.SimulatedFleet.Outcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/**
 * A fleet of which all is known against what the room says of it: nobody goes down by an outage of
 * ours, who died is found in time, time adds up, and the same log gives the same bytes.
 *
 * <p>{@code -Dsimulation.instances=10000} makes the one big run as big as that.
 */
final class StatusSimulationTest {
  private static final int INSTANCES = Integer.getInteger("simulation.instances", 600);
  private static final int DRAINED_EVERY = 20_000;

  /** Who lives and is not stopped has sent something in so long a time. */
  private static final long LAST_BEAT_MS = SimulatedFleet.INTERVAL_MS + 10_000;

  @Test
  void aBigFleetIsJudgedRightly() {
    var fleet = new SimulatedFleet(new Random(5), INSTANCES);
    var said = play(fleet, OptionalRestart.NONE);

    var found = check(fleet, said);

    // A simulation in which nothing of this happens shows nothing.
    assertThat(found.deaths()).isGreaterThan(INSTANCES / 20);
    assertThat(found.ofLoss() + found.ofSilence()).isPositive();
    assertThat(found.spared()).isPositive();
    System.out.printf(
        "%d instances, %d records, %d deaths found within %.1f s (normal times), %.1f s after"
            + " recovery; downs: %d by lost beats, %d by the instances' own silence, 0 by us;"
            + " %d spared by the excuse; corrected hours: %d%n",
        INSTANCES,
        fleet.log().size(),
        found.deaths(),
        found.slowestMs() / 1000.0,
        found.slowestAfterRecoveryMs() / 1000.0,
        found.ofLoss(),
        found.ofSilence(),
        found.spared(),
        said.uptime.values().stream().filter(row -> row.getReason() != null).count());
  }

  @Property(tries = 4)
  void anyFleetIsJudgedRightly(@ForAll long seed) {
    var fleet = new SimulatedFleet(new Random(seed), 60);

    check(fleet, play(fleet, OptionalRestart.NONE));
  }

  @Property(tries = 2)
  void theSameLogGivesTheSameBytes(@ForAll long seed) {
    var fleet = new SimulatedFleet(new Random(seed), 60);

    assertThat(play(fleet, OptionalRestart.NONE).digest)
        .isEqualTo(play(fleet, OptionalRestart.NONE).digest);
  }

  @Property(tries = 3)
  void aRestartChangesNothingThatIsSaid(@ForAll long seed) {
    var random = new Random(seed);
    var fleet = new SimulatedFleet(random, 60);
    var restart = new OptionalRestart(random.nextInt(fleet.log().size()));

    var without = play(fleet, OptionalRestart.NONE);
    var with = play(fleet, restart);

    // Offsets begin anew under the test driver, so revisions differ.
    assertThat(with.changes.stream().map(StatusSimulationTest::withoutRevision))
        .containsExactlyElementsOf(
            without.changes.stream().map(StatusSimulationTest::withoutRevision).toList());
    assertThat(with.times()).isEqualTo(without.times());
  }

  /** The record before which the application ends and another begins with its state. */
  private record OptionalRestart(int before) {
    static final OptionalRestart NONE = new OptionalRestart(-1);
  }

  /** What left the room. */
  private static final class Said {
    private final List<StatusChange> changes = new ArrayList<>();
    private final Map<String, UptimeHour> uptime = new HashMap<>();
    private final MessageDigest sha256 = sha256();
    private String digest;

    private Map<String, List<Long>> times() {
      var times = new HashMap<String, List<Long>>();
      uptime.forEach((key, row) -> times.put(key, ofRow(row)));
      return times;
    }
  }

  private record Found(
      int deaths,
      long slowestMs,
      long slowestAfterRecoveryMs,
      long ofLoss,
      long ofSilence,
      long spared) {}

  private static Said play(SimulatedFleet fleet, OptionalRestart restart) {
    var said = new Said();
    var room = new StatusRoom(Instant.ofEpochMilli(SimulatedFleet.START_MS));
    try {
      var number = 0;
      for (var arrival : fleet.log()) {
        if (number == restart.before) {
          drain(room, said);
          room = restarted(room);
        }
        append(room, arrival);
        if (++number % DRAINED_EVERY == 0) {
          drain(room, said);
        }
      }
      drain(room, said);
    } finally {
      room.close();
    }
    said.digest = HexFormat.of().formatHex(said.sha256.digest());
    return said;
  }

  private static void append(StatusRoom room, Arrival arrival) {
    var at = Instant.ofEpochMilli(arrival.atMs());
    if (arrival.isTick()) {
      room.tick(arrival.ingestorName(), at, false);
    } else {
      room.append(arrival.heartbeat(), at, arrival.isBatched());
    }
  }

  private static void drain(StatusRoom room, Said said) {
    var topics = room.room().topics();
    var codec = topics.statusChanges().values().deserializer();
    var uptimeCodec = topics.uptimeHourly().values().deserializer();
    for (var changelog : List.of(StatusTopology.INSTANCES, StatusTopology.PARTITIONS)) {
      // The test driver keeps what nobody reads.
      room.room()
          .driver()
          .createOutputTopic(
              "fleetpulse-test-g1-" + changelog + "-changelog",
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer())
          .readRecordsToList();
    }
    for (var topic :
        List.of(
            topics.instanceState(),
            topics.statusChanges(),
            topics.uptimeHourly(),
            topics.alertEvents(),
            topics.partitionClocks())) {
      TestOutputTopic<byte[], byte[]> out =
          room.room()
              .driver()
              .createOutputTopic(
                  topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
      for (TestRecord<byte[], byte[]> record : out.readRecordsToList()) {
        said.sha256.update(record.key());
        said.sha256.update(record.value());
        if (topic.equals(topics.statusChanges())) {
          said.changes.add(codec.deserialize(topic.name(), record.value()));
        }
        if (topic.equals(topics.uptimeHourly())) {
          var row = uptimeCodec.deserialize(topic.name(), record.value());
          said.uptime.put(row.getInstanceId() + "/" + row.getHourMs(), row);
        }
      }
    }
  }

  private static StatusRoom restarted(StatusRoom before) {
    var after = new StatusRoom(Instant.ofEpochMilli(SimulatedFleet.START_MS));
    copy(before, after, StatusTopology.INSTANCES);
    copy(before, after, StatusTopology.PARTITIONS);
    before.close();
    return after;
  }

  private static void copy(StatusRoom before, StatusRoom after, String name) {
    KeyValueStore<Object, Object> from = before.room().driver().getKeyValueStore(name);
    KeyValueStore<Object, Object> to = after.room().driver().getKeyValueStore(name);
    try (var all = from.all()) {
      all.forEachRemaining(entry -> to.put(entry.key, entry.value));
    }
  }

  private static Found check(SimulatedFleet fleet, Said said) {
    var lives = fleet.byKey();
    var firstSeen = new HashMap<String, Long>();
    var latest = new HashMap<InstanceKey, StatusChange>();
    var ofLoss = 0L;
    var ofSilence = 0L;
    for (var change : said.changes) {
      firstSeen.putIfAbsent(change.getInstanceId(), change.getChangedAtMs());
      var key = new InstanceKey(change.getTenant(), change.getInstanceId());
      latest.put(key, change);
      if (change.getToStatus().equals("down")) {
        var outcomes = lastThreshold(lives.get(key), change).values();
        assertThat(outcomes)
            .as("beats before %s went down: none arrived, and none was ours to lose", change)
            .doesNotContain(Outcome.ARRIVED, Outcome.OUTAGE);
        if (outcomes.contains(Outcome.SPLIT)) {
          assertExcused(lives.get(key), change);
        }
        if (outcomes.contains(Outcome.LOST)) {
          ofLoss++;
        } else {
          ofSilence++;
        }
      }
    }
    said.uptime.values().forEach(row -> assertAddsUp(row, firstSeen));
    return deaths(fleet, latest, new Found(0, 0, 0, ofLoss, ofSilence, spared(fleet, said)));
  }

  /**
   * Silences longer than the threshold that an ingest process had to do with and nobody fell by.
   */
  private static long spared(SimulatedFleet fleet, Said said) {
    var falls = new HashSet<String>();
    for (var change : said.changes) {
      if (change.getToStatus().equals("down")) {
        falls.add(change.getInstanceId() + "/" + change.getLastContactMs());
      }
    }
    var spared = 0L;
    for (var life : fleet.lives()) {
      var lastMs = Long.MAX_VALUE / 2;
      var swallowed = false;
      for (var attempt : life.attempts().entrySet()) {
        swallowed |= attempt.getValue() == Outcome.SPLIT;
        if (attempt.getValue() == Outcome.ARRIVED) {
          var silence = attempt.getKey() - lastMs > SimulatedFleet.DOWN_AFTER_MS;
          var fell = falls.contains(life.key().instanceId() + "/" + lastMs);
          if (silence && swallowed && !fell) {
            spared++;
          }
          lastMs = attempt.getKey();
          swallowed = false;
        }
      }
    }
    return spared;
  }

  /**
   * Who had beats swallowed by an ingest process was excused for that, and fell by what is not
   * ours: it had died, was silent itself, or the network lost what it sent by its new way.
   */
  private static void assertExcused(Life life, StatusChange change) {
    var fellMs = change.getChangedAtMs();
    assertThat(fellMs - change.getLastContactMs())
        .as("silence before %s", change)
        .isGreaterThanOrEqualTo(2 * SimulatedFleet.DOWN_AFTER_MS);
    var lastBeats = life.attempts().subMap(fellMs - LAST_BEAT_MS, false, fellMs, false);
    assertThat(lastBeats.values()).as("last beats before %s", change).doesNotContain(Outcome.SPLIT);
  }

  /** What became of the beats in the threshold before an instance was said to be down. */
  private static Map<Long, Outcome> lastThreshold(Life life, StatusChange change) {
    return life.attempts()
        .subMap(
            change.getChangedAtMs() - SimulatedFleet.DOWN_AFTER_MS,
            false,
            change.getPartitionClockMs(),
            false);
  }

  private static Found deaths(
      SimulatedFleet fleet, Map<InstanceKey, StatusChange> latest, Found others) {
    var deaths = 0;
    var slowest = 0L;
    var slowestAfterRecovery = 0L;
    for (var life : fleet.lives()) {
      if (life.diedMs().isEmpty() || !latest.containsKey(life.key())) {
        continue;
      }
      deaths++;
      var died = life.diedMs().getAsLong();
      var change = latest.get(life.key());
      assertThat(change.getToStatus()).as("%s died at %d", life.key(), died).isEqualTo("down");
      var foundAt = change.getPartitionClockMs();
      if (fleet.touchesOutage(change.getLastContactMs(), foundAt)) {
        var after = foundAt - Math.max(fleet.recoveredAtMs(), died);
        slowestAfterRecovery = Math.max(slowestAfterRecovery, after);
        assertThat(after)
            .as("%s, dead since %d, found after recovery", life.key(), died)
            .isLessThanOrEqualTo(SimulatedFleet.DOWN_AFTER_MS + 2 * SimulatedFleet.INTERVAL_MS);
      } else if (fleet.touchesSplit(change.getLastContactMs(), foundAt)) {
        assertThat(foundAt - died)
            .as("%s, dead since %d, heard last through who was cut off", life.key(), died)
            .isLessThanOrEqualTo(2 * SimulatedFleet.DOWN_AFTER_MS + SimulatedFleet.INTERVAL_MS);
      } else {
        slowest = Math.max(slowest, foundAt - died);
        assertThat(foundAt - died)
            .as("%s, dead since %d, found", life.key(), died)
            .isLessThanOrEqualTo(SimulatedFleet.DOWN_AFTER_MS + SimulatedFleet.INTERVAL_MS);
      }
    }
    return new Found(
        deaths,
        slowest,
        slowestAfterRecovery,
        others.ofLoss(),
        others.ofSilence(),
        others.spared());
  }

  private static void assertAddsUp(UptimeHour row, Map<String, Long> firstSeen) {
    var fromMs = Math.max(row.getHourMs(), firstSeen.get(row.getInstanceId()));
    assertThat(ofRow(row).stream().mapToLong(Long::longValue).sum())
        .as("seconds of %s", row)
        .isEqualTo(row.getUntilMs() - fromMs);
    assertThat(ofRow(row)).allMatch(ms -> ms >= 0);
    assertThat(row.getUntilMs() - row.getHourMs()).isBetween(0L, Duration.ofHours(1).toMillis());
  }

  private static List<Long> ofRow(UptimeHour row) {
    return List.of(
        row.getHealthyMs(),
        row.getDegradedMs(),
        row.getDownMs(),
        row.getUnknownMs(),
        row.getStoppedMs());
  }

  private static StatusChange withoutRevision(StatusChange change) {
    return StatusChange.newBuilder(change).setRevision(0).build();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
