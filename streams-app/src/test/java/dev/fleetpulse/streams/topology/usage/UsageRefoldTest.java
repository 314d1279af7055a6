package dev.fleetpulse.streams.topology.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.topology.usage.RandomFleet.Sent;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is stored of the heartbeats gives the rows that the log gave. */
final class UsageRefoldTest {
  private static final long HOUR = 3_600_000;
  private static final long NOON = 1_775_044_800_000L;

  @Property(tries = 300)
  void storedHeartbeatsGiveTheRowsOfTheLog(@ForAll Random random) {
    var log = new RandomFleet(random, 100 * HOUR, 20 * HOUR).sent();

    var rows = new TreeMap<InstanceHourKey, UsageHour>(Comparator.comparing(Object::toString));
    var stored = new HashMap<InstanceKey, Map<Long, Sent>>();
    for (var record : log) {
      stored
          .computeIfAbsent(record.instance(), instance -> new TreeMap<>())
          .merge(record.heartbeat().getTimestampMs(), record, UsageRefoldTest::greatest);
    }
    stored.forEach(
        (instance, byTime) -> {
          var refold = new UsageRefold(instance, new Generation(5));
          byTime.values().forEach(one -> refold.add(one.heartbeat(), one.appendMs(), 7));
          for (var row : refold.end()) {
            rows.put(
                new InstanceHourKey(instance.tenant(), row.getHourMs(), instance.instanceId()),
                row);
          }
        });
    rows.values().forEach(row -> row.setRevision(0L));

    assertThat(rows).isEqualTo(ExpectedRows.of(log));
  }

  @Test
  void theFirstHourReplacesNothingAndTheNextOnesDo() {
    var refold = new UsageRefold(Heartbeats.INSTANCE, new Generation(5));
    for (var hour = 0; hour < 30; hour++) {
      var timestampMs = NOON + hour * HOUR;
      refold.add(
          Heartbeats.withUsage(Heartbeats.at(timestampMs), 100L * hour, 0),
          timestampMs + 5,
          1_000 + hour);
    }

    var rows = refold.end();

    assertThat(rows).hasSize(30);
    assertThat(rows.getFirst().getRevision()).isEqualTo(1_000);
    assertThat(rows.get(1).getRevision()).isEqualTo(new Generation(5).revisionAt(1_001));
    assertThat(rows).extracting(UsageHour::getTokens).startsWith(0L, 100L).endsWith(100L);
  }

  @Test
  void whatCameTooLateCountsNothing() {
    var refold = new UsageRefold(Heartbeats.INSTANCE, new Generation(5));
    var late = Duration.ofHours(25).toMillis() + 1;
    refold.add(Heartbeats.withUsage(Heartbeats.at(NOON), 100, 0), NOON + late, 1);

    assertThat(refold.end()).isEmpty();
  }

  private static Sent greatest(Sent one, Sent other) {
    return one.arrival().sample().beats(other.arrival().sample()) ? one : other;
  }
}
