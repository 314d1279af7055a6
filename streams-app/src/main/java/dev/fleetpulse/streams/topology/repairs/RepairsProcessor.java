package dev.fleetpulse.streams.topology.repairs;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.RepairKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Lets a repair go on when a heartbeat tells of it for the first time. Instances that are retired,
 * or told of no repair for 30 days, are forgotten; should one tell of a repair again, that leaves
 * again under the same key.
 */
final class RepairsProcessor
    extends ContextualProcessor<InstanceKey, Heartbeat, RepairKey, Repair> {
  private static final Duration FORGOTTEN = Duration.ofDays(30);
  private static final Duration LOOK = Duration.ofDays(1);

  private final Generation generation;
  private KeyValueStore<InstanceKey, ToldRepairs> told;

  RepairsProcessor(Generation generation) {
    this.generation = generation;
  }

  @Override
  public void init(ProcessorContext<RepairKey, Repair> context) {
    super.init(context);
    told = context.getStateStore(RepairsTopology.TOLD);
    context.schedule(LOOK, PunctuationType.STREAM_TIME, this::forgetTheUnseen);
  }

  @Override
  public void process(Record<InstanceKey, Heartbeat> heartbeat) {
    if (heartbeat.value() == null) {
      if (heartbeat.headers().lastHeader(Topics.RETIRE) != null) {
        told.delete(heartbeat.key());
      }
      return;
    }
    var revision = generation.revisionAt(context().recordMetadata().orElseThrow().offset());
    LastRepairs.of(heartbeat.value(), revision).ifPresent(repair -> forwardOnce(heartbeat, repair));
  }

  private void forwardOnce(Record<InstanceKey, Heartbeat> heartbeat, Repair repair) {
    var before = Objects.requireNonNullElse(told.get(heartbeat.key()), ToldRepairs.NONE);
    var id = new ToldRepairs.Id(repair.getTimestampMs(), repair.getRepairId());
    if (before.knows(id)) {
      if (heartbeat.timestamp() - before.heardMs() > LOOK.toMillis()) {
        told.put(heartbeat.key(), before.heard(heartbeat.timestamp()));
      }
    } else {
      told.put(heartbeat.key(), before.with(id).heard(heartbeat.timestamp()));
      var key =
          new RepairKey(
              repair.getTenant(),
              repair.getTimestampMs(),
              repair.getRepairId(),
              repair.getInstanceId());
      context().forward(new Record<>(key, repair, heartbeat.timestamp()));
    }
  }

  private void forgetTheUnseen(long nowMs) {
    var unseen = new ArrayList<InstanceKey>();
    try (var all = told.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        if (nowMs - entry.value.heardMs() > FORGOTTEN.toMillis()) {
          unseen.add(entry.key);
        }
      }
    }
    unseen.forEach(told::delete);
  }
}
