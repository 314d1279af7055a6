package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.usage.UsageHours.Outcome;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes heartbeats, keeps their figures, and lets the changed ones go together once per interval.
 */
final class UsageProcessor
    extends ContextualProcessor<InstanceKey, Heartbeat, InstanceHourKey, UsageHour> {
  private final Generation generation;
  private final Duration emitInterval;
  private final UsageVerdicts verdicts;
  private KeyValueStore<InstanceHourKey, HourBlock> blocks;
  private KeyValueStore<InstanceHourKey, UsageHour> changes;
  private long streamTimeAtLastWallClock = Long.MIN_VALUE;

  UsageProcessor(Generation generation, Duration emitInterval, UsageVerdicts verdicts) {
    this.generation = generation;
    this.emitInterval = emitInterval;
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
  public void process(Record<InstanceKey, Heartbeat> heartbeat) {
    var hours = new UsageHours(new StoredHours(blocks, heartbeat.key()));
    var outcome = hours.add(Sample.of(heartbeat.value()), heartbeat.timestamp());
    verdicts.count(outcome);
    switch (outcome) {
      case Outcome.Counted(var changed) -> keep(heartbeat.key(), changed);
      case Outcome.Duplicate(var changed) -> keep(heartbeat.key(), changed);
      case Outcome.TooLate() -> {}
    }
  }

  private void keep(InstanceKey instance, Map<Long, HourUsage> changed) {
    var revision = generation.revisionAt(context().recordMetadata().orElseThrow().offset());
    changed.forEach(
        (hourMs, usage) -> {
          var key = new InstanceHourKey(instance.tenant(), hourMs, instance.instanceId());
          changes.put(key, UsageRow.of(key, usage, revision));
        });
  }

  private void emit(long timestamp) {
    try (var all = changes.all()) {
      while (all.hasNext()) {
        var change = all.next();
        context().forward(new Record<>(change.key, change.value, timestamp));
        changes.delete(change.key);
      }
    }
  }

  /** Ticks move stream time every second; where even they stop, nobody waits for the last rows. */
  private void emitIfTimeStands() {
    var streamTime = context().currentStreamTimeMs();
    if (streamTime == streamTimeAtLastWallClock) {
      emit(streamTime);
    }
    streamTimeAtLastWallClock = streamTime;
  }
}
