package dev.fleetpulse.streams.topology.repairs;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.RepairKey;
import dev.fleetpulse.streams.Generation;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Lets a repair go on when a heartbeat tells of it for the first time. */
final class RepairsProcessor
    extends ContextualProcessor<InstanceKey, Heartbeat, RepairKey, Repair> {
  private final Generation generation;
  private KeyValueStore<InstanceKey, ToldRepairs> told;

  RepairsProcessor(Generation generation) {
    this.generation = generation;
  }

  @Override
  public void init(ProcessorContext<RepairKey, Repair> context) {
    super.init(context);
    told = context.getStateStore(RepairsTopology.TOLD);
  }

  @Override
  public void process(Record<InstanceKey, Heartbeat> heartbeat) {
    var revision = generation.revisionAt(context().recordMetadata().orElseThrow().offset());
    LastRepairs.of(heartbeat.value(), revision).ifPresent(repair -> forwardOnce(heartbeat, repair));
  }

  private void forwardOnce(Record<InstanceKey, Heartbeat> heartbeat, Repair repair) {
    var before = Objects.requireNonNullElse(told.get(heartbeat.key()), ToldRepairs.NONE);
    var id = new ToldRepairs.Id(repair.getTimestampMs(), repair.getRepairId());
    if (!before.knows(id)) {
      told.put(heartbeat.key(), before.with(id));
      var key =
          new RepairKey(
              repair.getTenant(),
              repair.getTimestampMs(),
              repair.getRepairId(),
              repair.getInstanceId());
      context().forward(new Record<>(key, repair, heartbeat.timestamp()));
    }
  }
}
