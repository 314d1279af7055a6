package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.usage.UsageHours.Change;
import dev.fleetpulse.streams.topology.usage.UsageHours.Outcome;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes heartbeats, keeps their figures, and lets those of each hour go at most once per interval:
 * at once where they can, else when the interval or an hour of the log ends.
 */
final class UsageProcessor
    extends ContextualProcessor<InstanceKey, Heartbeat, InstanceHourKey, UsageHour> {
  private static final byte[] CHANGED = {};

  private final Generation generation;
  private final Duration emitInterval;
  private final EmitPace pace;
  private final UsageVerdicts verdicts;
  private KeyValueStore<InstanceHourKey, HourBlock> blocks;
  private KeyValueStore<InstanceHourKey, byte[]> changes;
  private long streamTimeAtLastWallClock = Long.MIN_VALUE;
  private long logHourMs = Long.MIN_VALUE;

  UsageProcessor(Generation generation, Duration emitInterval, UsageVerdicts verdicts) {
    this.generation = generation;
    this.emitInterval = emitInterval;
    this.pace = new EmitPace(emitInterval);
    this.verdicts = verdicts;
  }

  @Override
  public void init(ProcessorContext<InstanceHourKey, UsageHour> context) {
    super.init(context);
    blocks = context.getStateStore(UsageTopology.BLOCKS);
    changes = context.getStateStore(UsageTopology.CHANGES);
    context.schedule(emitInterval, PunctuationType.STREAM_TIME, streamTime -> emit(streamTime));
    context.schedule(
        emitInterval, PunctuationType.WALL_CLOCK_TIME, wallClock -> emitIfTimeStands());
  }

  @Override
  public void process(Record<InstanceKey, Heartbeat> heartbeatOrTick) {
    emitAtHoursEnd();
    if (heartbeatOrTick.value() == null) {
      return;
    }
    var hours = new StoredHours(blocks, heartbeatOrTick.key());
    var expected = hours.newest().map(block -> block.fold().counters()).orElse(Counters.NONE);
    var revision = generation.revisionAt(context().recordMetadata().orElseThrow().offset());
    var outcome =
        new UsageHours(hours, pace)
            .add(
                Sample.of(heartbeatOrTick.value(), expected),
                heartbeatOrTick.timestamp(),
                revision);
    verdicts.count(outcome);
    switch (outcome) {
      case Outcome.Counted(var changed) -> tell(heartbeatOrTick, changed);
      case Outcome.Duplicate(var changed) -> tell(heartbeatOrTick, changed);
      case Outcome.TooLate() -> {}
    }
  }

  private void tell(Record<InstanceKey, Heartbeat> cause, List<Change> changed) {
    var instance = cause.key();
    for (var change : changed) {
      var block = change.block();
      var key = new InstanceHourKey(instance.tenant(), block.hourMs(), instance.instanceId());
      if (change.leaves()) {
        forward(key, block, cause.timestamp());
      }
      var isMarked = changes.get(key) != null;
      if (change.leaves() && isMarked) {
        changes.delete(key);
      }
      if (!change.leaves() && !isMarked) {
        changes.put(key, CHANGED);
      }
    }
  }

  private void emitAtHoursEnd() {
    var hourMs = UsageHours.hourOf(context().currentStreamTimeMs());
    if (hourMs > logHourMs) {
      if (logHourMs != Long.MIN_VALUE) {
        emit(hourMs);
      }
      logHourMs = hourMs;
    }
  }

  private void emit(long streamTime) {
    try (var all = changes.all()) {
      while (all.hasNext()) {
        var key = all.next().key;
        var hours = new StoredHours(blocks, new InstanceKey(key.tenant(), key.instanceId()));
        hours
            .at(key.hourMs())
            .ifPresent(
                block -> {
                  hours.put(block.leavingAt(streamTime));
                  forward(key, block, streamTime);
                });
        changes.delete(key);
      }
    }
  }

  private void forward(InstanceHourKey key, HourBlock block, long timestamp) {
    context().forward(new Record<>(key, UsageRow.of(key, block), timestamp));
  }

  /** Ticks move stream time every second; where even they stop, nobody waits for the last rows. */
  private void emitIfTimeStands() {
    var streamTime = context().currentStreamTimeMs();
    if (streamTime == streamTimeAtLastWallClock) {
      // After a start there is none, while no record has come.
      emit(Math.max(0, streamTime));
    }
    streamTimeAtLastWallClock = streamTime;
  }
}
