package dev.fleetpulse.streams.topology.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.RepairKey;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Heartbeats;
import dev.fleetpulse.streams.TestRoom;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

final class RepairsTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final LastRepair REPAIR =
      new LastRepair("TypeError", "null check", true, 1_820L, 4_500_000L, "fast", "m", 900L, 5L);

  @Test
  void aRepairLeavesOnceWithAllThatIsToldOfIt() {
    var repairs = repairs(List.of(told(1, REPAIR), told(2, REPAIR), told(2, REPAIR)));

    assertThat(repairs).hasSize(1);
    var repair = repairs.getFirst();
    assertThat(repair.getTenant()).isEqualTo("acme");
    assertThat(repair.getInstanceId()).isEqualTo("wlv_1");
    assertThat(repair.getApp()).isEqualTo("shop");
    assertThat(repair.getTimestampMs()).isEqualTo(5);
    assertThat(repair.getRevision()).isEqualTo(1L << 48);
    assertThat(repair.getError()).isEqualTo("TypeError");
    assertThat(repair.getResolution()).isEqualTo("null check");
    assertThat(repair.getSuccess()).isTrue();
    assertThat(repair.getTokens()).isEqualTo(1_820);
    assertThat(repair.getCostNanos()).isEqualTo(4_500_000);
    assertThat(repair.getMode()).isEqualTo("fast");
    assertThat(repair.getModel()).isEqualTo("m");
    assertThat(repair.getDurationMs()).isEqualTo(900);
  }

  @Test
  void repairsOfOneMillisecondAreToldApartByWhatTheySay() {
    var other = LastRepair.newBuilder(REPAIR).setTokens(null).build();

    assertThat(repairs(List.of(told(1, REPAIR), told(2, other), told(3, REPAIR)))).hasSize(2);
  }

  @Test
  void withoutATimeARepairIsNotToldFromAnother() {
    var timeless = LastRepair.newBuilder(REPAIR).setTimestampMs(null).build();

    assertThat(repairs(List.of(told(1, timeless), told(2, null), Heartbeats.at(3)))).isEmpty();
  }

  @Test
  void onlyTheLatestAreRemembered() {
    var heartbeats = new ArrayList<Heartbeat>();
    for (var time = 0L; time <= ToldRepairs.MAX; time++) {
      heartbeats.add(told(time, LastRepair.newBuilder(REPAIR).setTimestampMs(time).build()));
    }
    heartbeats.add(heartbeats.getFirst());
    heartbeats.add(heartbeats.get(ToldRepairs.MAX));

    var repairs = repairs(heartbeats);

    assertThat(repairs).hasSize(ToldRepairs.MAX + 2);
    assertThat(repairs.getLast().getTimestampMs()).isZero();
    assertThat(repairs.getLast().getRepairId()).isEqualTo(repairs.getFirst().getRepairId());
  }

  @Test
  void whoIsRetiredOrUnseenForAMonthIsForgotten() {
    try (var room = room()) {
      var in = room.<InstanceKey, Heartbeat>input(room.topics().heartbeats());
      KeyValueStore<InstanceKey, ToldRepairs> kept =
          room.driver().getKeyValueStore(RepairsTopology.TOLD);
      var other = new InstanceKey("acme", "wlv_2");
      var unseen = new InstanceKey("acme", "wlv_3");
      for (var instance : List.of(Heartbeats.INSTANCE, other, unseen)) {
        in.pipeInput(instance, told(1, REPAIR), NOON);
      }

      var headers = new RecordHeaders().add(Topics.RETIRE, new byte[0]);
      in.pipeInput(new TestRecord<>(Heartbeats.INSTANCE, null, headers, NOON));
      assertThat(kept.get(Heartbeats.INSTANCE)).isNull();

      // The same repair again and again, as heartbeats do.
      for (var day = 1; day <= 32; day++) {
        in.pipeInput(other, told(day, REPAIR), NOON.plus(Duration.ofDays(day)));
      }
      assertThat(kept.get(other)).isNotNull();
      assertThat(kept.get(unseen)).isNull();
      assertThat(room.output(room.topics().repairs()).readValuesToList()).hasSize(3);
    }
  }

  @Test
  void whatAnEarlierBuildKeptIsRead() {
    var earlier = ByteBuffer.allocate(16).putLong(5).putLong(7).array();
    var told = ToldRepairs.serde().deserializer().deserialize("any", earlier);

    assertThat(told.heardMs()).isZero();
    assertThat(told.ids()).containsExactly(new ToldRepairs.Id(5, "0000000000000007"));
    assertThat(
            ToldRepairs.serde()
                .deserializer()
                .deserialize(
                    "any", ToldRepairs.serde().serializer().serialize("any", told.heard(9))))
        .isEqualTo(told.heard(9));
  }

  @Property(tries = 200)
  void anyOrderAndAnyRepetitionsGiveEachRepairOnce(@ForAll Random random) {
    var heartbeats = new ArrayList<Heartbeat>();
    var expected = new HashSet<LastRepair>();
    for (var left = 1 + random.nextInt(20); left > 0; left--) {
      var repair =
          LastRepair.newBuilder(REPAIR)
              .setTimestampMs((long) random.nextInt(10))
              .setTokens((long) random.nextInt(2))
              .setSuccess(random.nextBoolean())
              .build();
      expected.add(repair);
      for (var copies = 1 + random.nextInt(3); copies > 0; copies--) {
        heartbeats.add(told(random.nextInt(1_000), repair));
      }
    }
    Collections.shuffle(heartbeats, random);

    var repairs = repairs(heartbeats);

    assertThat(repairs).hasSameSizeAs(expected);
    assertThat(repairs)
        .allMatch(
            repair ->
                expected.contains(
                    LastRepair.newBuilder(REPAIR)
                        .setTimestampMs(repair.getTimestampMs())
                        .setTokens(repair.getTokens())
                        .setSuccess(repair.getSuccess())
                        .build()));
  }

  private static Heartbeat told(long timestampMs, LastRepair repair) {
    var heartbeat = Heartbeats.at(timestampMs);
    heartbeat.setRepairs(Repairs.newBuilder().setTotal(1L).setLast(repair).build());
    return heartbeat;
  }

  private static TestRoom room() {
    return new TestRoom(
        (topics, metrics) -> new RepairsTopology(topics, TestRoom.GENERATION)::addTo, NOON);
  }

  private static List<Repair> repairs(List<Heartbeat> heartbeats) {
    try (var room = room()) {
      var in = room.<InstanceKey, Heartbeat>input(room.topics().heartbeats());
      var out = room.<RepairKey, Repair>output(room.topics().repairs());
      heartbeats.forEach(heartbeat -> in.pipeInput(Heartbeats.INSTANCE, heartbeat));
      in.pipeInput(null, null, NOON);
      return out.readValuesToList();
    }
  }
}
