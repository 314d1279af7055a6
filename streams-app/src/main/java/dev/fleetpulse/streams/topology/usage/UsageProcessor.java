package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.usage.UsageHours.Change;
import dev.fleetpulse.streams.topology.usage.UsageHours.Outcome;
import dev.fleetpulse.streams.topology.verdicts.Verdict;
import dev.fleetpulse.streams.topology.verdicts.VerdictCounter;
import dev.fleetpulse.streams.topology.verdicts.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes heartbeats, keeps their figures, and lets those of each hour go at most once per interval:
 * at once where they can, else when the interval or an hour of the log ends. A new generation is
 * silent until it has caught up, see {@link Publication}.
 */
final class UsageProcessor
    extends ContextualProcessor<InstanceKey, Report, InstanceHourKey, UsageHour> {
  private static final byte[] CHANGED = {};

  /** What was computed in silence leaves in portions, so that none outlives a transaction. */
  private static final Duration PORTION_PAUSE = Duration.ofMillis(100);

  private static final int PORTION = 2_000;

  private final Generation generation;
  private final Duration emitInterval;
  private final EmitPace pace;
  private final EmitPace silence = EmitPace.never();
  private final LogEnds ends;
  private final PublishedPartitions published;
  private final UsageVerdicts verdicts;
  private final Verdicts ledger;
  private VerdictCounter counter;
  private KeyValueStore<InstanceHourKey, HourBlock> blocks;
  private KeyValueStore<InstanceHourKey, byte[]> changes;
  private ForgottenInstances forgotten;
  private Publication publication;
  private InstanceHourKey publishedTo;
  private long streamTimeAtLastWallClock = Long.MIN_VALUE;
  private long logHourMs = Long.MIN_VALUE;

  UsageProcessor(
      Generation generation,
      Duration emitInterval,
      LogEnds ends,
      PublishedPartitions published,
      UsageVerdicts verdicts,
      Verdicts ledger) {
    this.generation = generation;
    this.emitInterval = emitInterval;
    this.pace = EmitPace.oncePer(emitInterval);
    this.ends = ends;
    this.published = published;
    this.verdicts = verdicts;
    this.ledger = ledger;
  }

  @Override
  public void init(ProcessorContext<InstanceHourKey, UsageHour> context) {
    super.init(context);
    blocks = context.getStateStore(UsageTopology.BLOCKS);
    changes = context.getStateStore(UsageTopology.CHANGES);
    forgotten = new ForgottenInstances(blocks);
    counter = ledger.counter(context);
    publication =
        new Publication(
            context.getStateStore(UsageTopology.PUBLICATION),
            ends.of(context.taskId().partition()));
    context.schedule(PORTION_PAUSE, PunctuationType.WALL_CLOCK_TIME, wallClock -> publish());
    context.schedule(emitInterval, PunctuationType.STREAM_TIME, streamTime -> emit(streamTime));
    context.schedule(
        emitInterval, PunctuationType.WALL_CLOCK_TIME, wallClock -> emitIfTimeStands());
    context.schedule(
        ForgottenInstances.LOOK,
        PunctuationType.STREAM_TIME,
        streamTime -> forwardAll(forgotten.unseen(streamTime), streamTime));
  }

  @Override
  public void process(Record<InstanceKey, Report> heartbeatOrTick) {
    var offset = context().recordMetadata().orElseThrow().offset();
    publication.reads(offset, heartbeatOrTick.timestamp());
    emitAtHoursEnd();
    if (heartbeatOrTick.value() != null) {
      take(heartbeatOrTick, generation.revisionAt(offset));
    } else if (heartbeatOrTick.headers().lastHeader(Topics.RETIRE) != null) {
      var nowMs = context().currentStreamTimeMs();
      forwardAll(forgotten.retired(heartbeatOrTick.key(), nowMs), nowMs);
    }
    publication.hasRead(offset);
  }

  private void take(Record<InstanceKey, Report> heartbeat, long revision) {
    var hours = new StoredHours(blocks, heartbeat.key());
    var expected = hours.newest().map(block -> block.fold().counters()).orElse(Counters.NONE);
    var outcome =
        new UsageHours(hours, publication.isOpen() ? pace : silence)
            .add(Sample.of(heartbeat.value(), expected), heartbeat.timestamp(), revision);
    verdicts.count(outcome);
    switch (outcome) {
      case Outcome.Counted(var changed) -> tell(heartbeat, changed);
      case Outcome.Duplicate(var changed) -> tell(heartbeat, changed);
      case Outcome.TooLate() -> {}
    }
    counter.count(heartbeat.key().tenant(), heartbeat.timestamp(), verdict(outcome));
  }

  private static Verdict verdict(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Counted counted -> Verdict.UNIQUE;
      case Outcome.Duplicate repeated -> Verdict.DUPLICATE;
      case Outcome.TooLate late -> Verdict.TOO_LATE;
    };
  }

  private void tell(Record<InstanceKey, Report> cause, List<Change> changed) {
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
      if (!change.leaves() && !isMarked && publication.isOpen()) {
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
    var row = UsageRow.of(key, block);
    if (publication.lacksPredecessor(block)) {
      row.setRevision(Generation.beforeAll(block.revision()));
    }
    context().forward(new Record<>(key, row, timestamp));
  }

  private void forwardAll(List<KeyValue<InstanceHourKey, HourBlock>> hours, long timestamp) {
    hours.forEach(hour -> forward(hour.key, hour.value, timestamp));
  }

  /** The next portion of what was computed in silence. */
  private void publish() {
    if (publication.isLive()) {
      published.add(context().taskId().partition());
    }
    if (!publication.isPublishing()) {
      return;
    }
    var portion = new ArrayList<KeyValue<InstanceHourKey, HourBlock>>();
    boolean isLast;
    try (var all = blocks.range(publishedTo, null)) {
      while (all.hasNext() && portion.size() < PORTION) {
        portion.add(all.next());
      }
      isLast = !all.hasNext();
    }
    for (var entry : portion) {
      publishedTo = entry.key;
      if (entry.value.leftMs() == HourBlock.NEVER) {
        publish(entry.key, entry.value);
      }
    }
    if (isLast) {
      publication.hasPublished();
    }
  }

  @Override
  public void close() {
    published.remove(context().taskId().partition());
  }

  private void publish(InstanceHourKey stored, HourBlock block) {
    var streamTime = Math.max(0, context().currentStreamTimeMs());
    blocks.put(stored, block.leavingAt(streamTime));
    forward(
        new InstanceHourKey(stored.tenant(), block.hourMs(), stored.instanceId()),
        block,
        streamTime);
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
