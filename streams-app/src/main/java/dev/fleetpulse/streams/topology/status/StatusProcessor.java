package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps what is known of each instance. Every record, tick or heartbeat, moves the clock; what is
 * due by that is done before the record itself is looked at.
 *
 * <p>Of all that is due a record does a bounded part, and the next ones carry on, so that a hundred
 * thousand instances that expire at once do not stop the flow. What a record says of one instance
 * does not depend on how far that has come: whatever is due of that very instance is done first.
 */
final class StatusProcessor
    extends ContextualProcessor<InstanceKey, Heartbeat, InstanceKey, StatusStep> {
  /** The only key of the partition's state: each partition has a store of its own. */
  private static final String PARTITION = "partition";

  /** There are few ticks, and nobody waits for them. */
  static final int DONE_PER_TICK = 2_000;

  static final int DONE_PER_HEARTBEAT = 20;

  private final Generation generation;
  private final Duration emitInterval;
  private final ConfluentAvro<Tick> ticks;
  private final Deadlines deadlines = new Deadlines();
  private KeyValueStore<InstanceKey, Tracked> instances;
  private KeyValueStore<String, PartitionState> partitions;
  private PartitionState partition;

  StatusProcessor(Generation generation, Duration emitInterval, ConfluentAvro<Tick> ticks) {
    this.generation = generation;
    this.emitInterval = emitInterval;
    this.ticks = ticks;
  }

  @Override
  public void init(ProcessorContext<InstanceKey, StatusStep> context) {
    super.init(context);
    instances = context.getStateStore(StatusTopology.INSTANCES);
    partitions = context.getStateStore(StatusTopology.PARTITIONS);
  }

  @Override
  public void process(Record<InstanceKey, Heartbeat> heartbeatOrTick) {
    if (partition == null) {
      load();
    }
    var place = place();
    moveClock(heartbeatOrTick, place);
    var heartbeat = heartbeatOrTick.value();
    carryOn(place, heartbeat == null ? DONE_PER_TICK : DONE_PER_HEARTBEAT);
    if (heartbeat != null) {
      var turn = turn(heartbeatOrTick.key(), place);
      turn.hear(
          heartbeat,
          heartbeatOrTick.timestamp(),
          heartbeatOrTick.headers().lastHeader(Topics.BATCH) != null);
      settle(heartbeatOrTick.key(), turn, place);
    } else if (heartbeatOrTick.key() != null
        && heartbeatOrTick.headers().lastHeader(Topics.RETIRE) != null) {
      var turn = turn(heartbeatOrTick.key(), place);
      turn.retire();
      settle(heartbeatOrTick.key(), turn, place);
    }
  }

  /** What is in the stores before the first record: all of an earlier life, or nothing. */
  private void load() {
    partition = Objects.requireNonNullElse(partitions.get(PARTITION), PartitionState.NONE);
    try (var all = instances.all()) {
      all.forEachRemaining(instance -> arm(instance.key, instance.value));
    }
  }

  private Place place() {
    var metadata = context().recordMetadata().orElseThrow();
    return new Place(
        metadata.topic(),
        metadata.partition(),
        metadata.offset(),
        generation.revisionAt(metadata.offset()));
  }

  private void moveClock(Record<InstanceKey, Heartbeat> heartbeatOrTick, Place place) {
    var before = partition;
    partition = partition.at(heartbeatOrTick.timestamp());
    var causes = new Causes(place, partition.clock());
    if (!partition.outages().equals(before.outages())) {
      forward(StatusStep.alert(causes.outage(partition.outages().getLast())));
    } else if (partition.isAlertOver()) {
      partition = partition.withoutAlert();
      forward(StatusStep.alert(causes.outageOver()));
    }
    tick(heartbeatOrTick.headers()).ifPresent(tick -> partition = partition.after(tick));
    if (partition.isToBeTold()) {
      partition = partition.told();
      forward(StatusStep.clock(clock(place)));
    }
    partitions.put(PARTITION, partition);
  }

  /** A tick that can't be read still says how late it is. */
  private Optional<Tick> tick(Headers headers) {
    var header = headers.lastHeader(Topics.TICK);
    if (header == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(ticks.deserialize("", header.value()));
    } catch (SerializationException e) {
      return Optional.empty();
    }
  }

  private PartitionClock clock(Place place) {
    return PartitionClock.newBuilder()
        .setPartition(place.partition())
        .setRevision(place.revision())
        .setNowMs(partition.nowMs())
        .setRecoveredAtMs(partition.clock().recoveredAtMs())
        .setOutageFromMs(
            partition.outages().isEmpty() ? null : (Long) partition.outages().getLast().fromMs())
        .build();
  }

  private void carryOn(Place place, int most) {
    for (var left = most; left > 0; left--) {
      var due = deadlines.pollPassed(partition.nowMs(), partition.clock().recoveredAtMs());
      if (due.isEmpty()) {
        return;
      }
      var turn = turn(due.get(), place);
      turn.doNext();
      settle(due.get(), turn, place);
    }
  }

  private InstanceTurn turn(InstanceKey instance, Place place) {
    return new InstanceTurn(partition, place, emitInterval, instances.get(instance));
  }

  private void settle(InstanceKey instance, InstanceTurn turn, Place place) {
    turn.tracked()
        .ifPresentOrElse(
            tracked -> {
              instances.put(instance, tracked);
              arm(instance, tracked);
            },
            () -> {
              instances.delete(instance);
              deadlines.remove(instance);
            });
    turn.step()
        .ifPresent(
            step ->
                context()
                    .forward(
                        new Record<>(
                            instance,
                            step,
                            partition.nowMs(),
                            turn.tracked().isPresent() ? new RecordHeaders() : asOf(place))));
  }

  /** What has no value has its revision in a header, for who must know whether it is the latest. */
  private static Headers asOf(Place place) {
    var revision = ByteBuffer.allocate(Long.BYTES).putLong(place.revision()).array();
    return new RecordHeaders().add(Topics.REVISION, revision);
  }

  private void forward(StatusStep step) {
    context().forward(new Record<>(null, step, partition.nowMs()));
  }

  private void arm(InstanceKey instance, Tracked tracked) {
    deadlines.set(
        instance,
        tracked.expiresMs(),
        tracked.state().getDownAfterMs(),
        tracked.otherwiseDueMs(emitInterval));
  }
}
