package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the figures of each group, and of each group and hour. */
final class GroupProcessor
    extends ContextualProcessor<GroupKey, ErrorOccurrence, GroupKey, GroupStep> {
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final Generation generation;
  private KeyValueStore<GroupKey, ErrorGroup> groups;
  private KeyValueStore<String, Long> instances;
  private KeyValueStore<GroupHourKey, ErrorCount> counts;

  GroupProcessor(Generation generation) {
    this.generation = generation;
  }

  @Override
  public void init(ProcessorContext<GroupKey, GroupStep> context) {
    super.init(context);
    groups = context.getStateStore(ErrorsTopology.GROUPS);
    instances = context.getStateStore(ErrorsTopology.INSTANCES);
    counts = context.getStateStore(ErrorsTopology.COUNTS);
    context.schedule(Duration.ofHours(1), PunctuationType.STREAM_TIME, this::forget);
  }

  @Override
  public void process(Record<GroupKey, ErrorOccurrence> received) {
    var key = received.key();
    var occurrence = received.value();
    var offset = context().recordMetadata().orElseThrow().offset();
    var revision = generation.revisionAt(offset);
    var newInstance =
        instances.putIfAbsent(key + "\0" + occurrence.getInstanceId(), offset) == null;
    var group = GroupFigures.group(groups.get(key), occurrence, newInstance, revision);
    groups.put(key, group);
    var hour = hourOf(key, occurrence.getTimestampMs());
    var count = GroupFigures.count(counts.get(hour), occurrence, hour.hourMs(), revision);
    counts.put(hour, count);
    context().forward(received.withValue(new GroupStep(group, count)));
  }

  private void forget(long streamTime) {
    var end = HourFirstSerde.startOf(streamTime - ErrorsTopology.COUNTED_FOR.toMillis());
    try (var old = counts.range(HourFirstSerde.startOf(0), end)) {
      old.forEachRemaining(count -> counts.delete(count.key));
    }
  }

  private static GroupHourKey hourOf(GroupKey group, long timestampMs) {
    var hourMs = timestampMs - Math.floorMod(timestampMs, HOUR_MS);
    return new GroupHourKey(group.tenant(), hourMs, group.signature(), group.app());
  }
}
