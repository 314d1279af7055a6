package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.UptimeHour;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The status room under the test driver, in a world where ingest processes tick every second. Time
 * goes on as a test says, and never back.
 */
final class StatusRoom implements AutoCloseable {
  static final Duration EMIT = Duration.ofSeconds(60);

  private final ConfluentAvro<Tick> ticks = Topics.ticks(new InMemorySchemas());
  private final TestRoom room;
  private final TestInputTopic<InstanceKey, Heartbeat> heartbeats;
  private final TestOutputTopic<InstanceKey, InstanceState> states;
  private final TestOutputTopic<InstanceKey, StatusChange> changes;
  private final TestOutputTopic<InstanceHourKey, UptimeHour> uptime;
  private final TestOutputTopic<AlertKey, AlertEvent> alerts;
  private final TestOutputTopic<String, PartitionClock> clocks;
  private Set<String> ingestors = Set.of("ingest-1");
  private Instant now;

  /** Opens the room at the given time, with {@code ingest-1} ticking. */
  StatusRoom(Instant start) {
    now = start;
    room =
        new TestRoom(
            (topics, metrics) ->
                new StatusTopology(topics, ticks, TestRoom.GENERATION, EMIT)::addTo,
            start);
    heartbeats = room.input(room.topics().heartbeats());
    states = room.output(room.topics().instanceState());
    changes = room.output(room.topics().statusChanges());
    uptime = room.output(room.topics().uptimeHourly());
    alerts = room.output(room.topics().alertEvents());
    clocks = room.output(room.topics().partitionClocks());
  }

  TestRoom room() {
    return room;
  }

  /** From now on these tick. */
  StatusRoom ticking(String... names) {
    ingestors = Set.of(names);
    return this;
  }

  /** Ticks every second until then, and then too. */
  StatusRoom tickThrough(Instant end) {
    tickUntil(end);
    ingestors.stream().sorted().forEach(name -> tick(name, end, false));
    return this;
  }

  /** Ticks every second before then. */
  StatusRoom tickUntil(Instant end) {
    while (now.isBefore(end)) {
      for (var name : ingestors.stream().sorted().toList()) {
        tick(name, now, false);
      }
      now = now.plusSeconds(1);
    }
    now = end;
    return this;
  }

  /** Nothing comes until then. */
  StatusRoom silentUntil(Instant end) {
    now = end;
    return this;
  }

  void tick(String ingestor, Instant at, boolean goodbye) {
    var tick = new Tick(ingestor, ingestor + "-start", at.toEpochMilli(), 0L, goodbye);
    var headers = new RecordHeaders().add(Topics.TICK, ticks.serialize("", tick));
    heartbeats.pipeInput(new TestRecord<>(null, null, headers, at));
  }

  /** Ticks until then, and then the heartbeat. */
  StatusRoom send(Heartbeat heartbeat, Instant appendTime) {
    tickUntil(appendTime);
    append(heartbeat, appendTime, false);
    return this;
  }

  /** The same for one that came in a batch. */
  StatusRoom sendBatched(Heartbeat heartbeat, Instant appendTime) {
    tickUntil(appendTime);
    append(heartbeat, appendTime, true);
    return this;
  }

  void append(Heartbeat heartbeat, Instant appendTime, boolean isBatched) {
    var headers = new RecordHeaders();
    if (isBatched) {
      headers.add(Topics.BATCH, new byte[0]);
    }
    var key = new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId());
    heartbeats.pipeInput(new TestRecord<>(key, heartbeat, headers, appendTime));
  }

  StatusRoom retire(InstanceKey instance, Instant appendTime) {
    tickUntil(appendTime);
    var headers = new RecordHeaders().add(Topics.RETIRE, new byte[0]);
    heartbeats.pipeInput(new TestRecord<>(instance, null, headers, appendTime));
    return this;
  }

  /** All that left since this was last asked, as for the next ones. */
  List<StatusChange> changes() {
    return changes.readValuesToList();
  }

  List<InstanceState> states() {
    return states.readValuesToList();
  }

  List<TestRecord<InstanceKey, InstanceState>> stateRecords() {
    return states.readRecordsToList();
  }

  List<UptimeHour> uptime() {
    return uptime.readValuesToList();
  }

  List<AlertEvent> alerts() {
    return alerts.readValuesToList();
  }

  List<PartitionClock> clocks() {
    return clocks.readValuesToList();
  }

  @Override
  public void close() {
    room.close();
  }
}
