package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.streams.Generation;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the state of each instance. Every record, tick or heartbeat, moves the clock; what expires
 * by that does so before the record itself is looked at.
 */
final class StatusProcessor
    extends ContextualProcessor<InstanceKey, Heartbeat, InstanceKey, StatusStep> {
  /** The only key of the clocks: each partition has a store of its own. */
  private static final String CLOCK = "clock";

  private final Generation generation;
  private final Deadlines deadlines = new Deadlines();
  private KeyValueStore<InstanceKey, InstanceState> states;
  private KeyValueStore<String, StatusClock> clocks;
  private StatusClock clock;

  StatusProcessor(Generation generation) {
    this.generation = generation;
  }

  @Override
  public void init(ProcessorContext<InstanceKey, StatusStep> context) {
    super.init(context);
    states = context.getStateStore(StatusTopology.STATES);
    clocks = context.getStateStore(StatusTopology.CLOCKS);
    clock = Objects.requireNonNullElse(clocks.get(CLOCK), StatusClock.NONE);
    try (var all = states.all()) {
      all.forEachRemaining(state -> arm(state.key, state.value));
    }
  }

  @Override
  public void process(Record<InstanceKey, Heartbeat> heartbeatOrTick) {
    var revision = generation.revisionAt(context().recordMetadata().orElseThrow().offset());
    clock = clock.after(heartbeatOrTick.timestamp());
    clocks.put(CLOCK, clock);
    expire(revision);
    if (heartbeatOrTick.value() != null) {
      apply(heartbeatOrTick, revision);
    }
  }

  private void expire(long revision) {
    for (var due = deadlines.pollPassed(clock.nowMs());
        due.isPresent();
        due = deadlines.pollPassed(clock.nowMs())) {
      var instance = due.get();
      var state = states.get(instance);
      InstanceStatus.afterSilence(state, clock, revision)
          .ifPresentOrElse(
              expired -> replace(instance, state, expired), () -> arm(instance, state));
    }
  }

  private void apply(Record<InstanceKey, Heartbeat> heartbeat, long revision) {
    var before = states.get(heartbeat.key());
    var after =
        InstanceStatus.afterHeartbeat(
            before, heartbeat.value(), heartbeat.timestamp(), clock, revision);
    replace(heartbeat.key(), before, after);
    arm(heartbeat.key(), after);
  }

  private void replace(InstanceKey instance, InstanceState before, InstanceState after) {
    states.put(instance, after);
    var step = new StatusStep(after, InstanceStatus.change(before, after));
    context().forward(new Record<>(instance, step, clock.nowMs()));
  }

  private void arm(InstanceKey instance, InstanceState state) {
    if (Status.of(state.getStatus()).expires()) {
      deadlines.arm(instance, InstanceStatus.deadlineMs(state, clock));
    }
  }
}
