package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.signature.StackSignature;
import dev.fleetpulse.signature.category.Categories;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.verdicts.Verdict;
import dev.fleetpulse.streams.topology.verdicts.VerdictCounter;
import dev.fleetpulse.streams.topology.verdicts.Verdicts;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes each distinct report once, keeps it or leaves it out, and counts it where it is, so that
 * only sums have to travel to its group.
 */
final class OccurrenceProcessor
    extends ContextualProcessor<InstanceKey, ErrorReport, GroupKey, Found> {
  private static final byte[] CHANGED = {};

  private final Generation generation;
  private final Duration tellInterval;
  private final ErrorVerdicts verdicts;
  private final Categories categories;
  private final Verdicts ledger;
  private final RecentFindings recent = new RecentFindings();
  private VerdictCounter counter;
  private SeenErrors seen;
  private KeyValueStore<GroupKey, LocalGroup> groups;
  private KeyValueStore<GroupInstance, byte[]> instances;
  private KeyValueStore<GroupKey, byte[]> changes;

  OccurrenceProcessor(
      Generation generation,
      Duration tellInterval,
      ErrorVerdicts verdicts,
      Categories categories,
      Verdicts ledger) {
    this.generation = generation;
    this.tellInterval = tellInterval;
    this.verdicts = verdicts;
    this.categories = categories;
    this.ledger = ledger;
  }

  @Override
  public void init(ProcessorContext<GroupKey, Found> context) {
    super.init(context);
    counter = ledger.counter(context);
    seen =
        new SeenErrors(
            context.getStateStore(ErrorsTopology.SEEN),
            context.getStateStore(ErrorsTopology.SEEN_BY_TIME),
            ErrorsTopology.SEEN_FOR);
    groups = context.getStateStore(ErrorsTopology.LOCAL_GROUPS);
    instances = context.getStateStore(ErrorsTopology.INSTANCES);
    changes = context.getStateStore(ErrorsTopology.LOCAL_CHANGES);
    context.schedule(Duration.ofMinutes(1), PunctuationType.STREAM_TIME, seen::forget);
    // By the wall clock, which decides nothing here but how many occurrences travel together: a
    // backlog puts many more of them into one sum.
    context.schedule(tellInterval, PunctuationType.WALL_CLOCK_TIME, now -> tellAll());
  }

  @Override
  public void process(Record<InstanceKey, ErrorReport> received) {
    var report = received.value();
    var offset = context().recordMetadata().orElseThrow().offset();
    var findings = recent.of(report);
    var errorId = ErrorIdentity.id(report, findings.signature());
    var identity = ErrorIdentity.key(report, errorId);
    if (!seen.add(identity, received.timestamp(), offset)) {
      verdicts.duplicate();
      judge(received, Verdict.DUPLICATE);
      return;
    }
    verdicts.unique();
    var isKept = count(received, findings, errorId, identity, generation.revisionAt(offset));
    judge(received, isKept ? Verdict.UNIQUE : Verdict.SAMPLED);
  }

  private void judge(Record<InstanceKey, ErrorReport> received, Verdict verdict) {
    var key = received.key();
    counter.count(key == null ? null : key.tenant(), received.timestamp(), verdict);
  }

  /** Whether it is kept, and not only counted. */
  private boolean count(
      Record<InstanceKey, ErrorReport> received,
      ReportFindings findings,
      String errorId,
      byte[] identity,
      long revision) {
    var report = received.value();
    var key = new GroupKey(report.getTenant(), findings.signature(), report.getApp());
    var known = groups.get(key);
    var group = known == null ? new LocalGroup() : known;
    // Before it is changed: what becomes of it now is what is written, even if this record fails.
    groups.put(key, group);
    var runningHourMs = Hours.of(received.timestamp());
    // What a tally counts was received in one hour, so that the group knows which hour was running.
    if (!group.tally().isEmpty() && Hours.of(group.tally().lastReceivedMs()) < runningHourMs) {
      tell(key, group);
    }
    var kind =
        group.kind(runningHourMs, () -> kind(findings, report)).stamped(report.getCategory());
    var standsFor = Sampling.standsFor(group.receivedBefore(runningHourMs), identity);
    var isMarked = !group.tally().isEmpty();
    addInstance(key, group, report.getInstanceId());
    group
        .tally()
        .add(
            new Tally.Entry(
                report.getTimestampMs(),
                received.timestamp(),
                Hours.of(report.getTimestampMs()),
                standsFor != Sampling.LEFT_OUT,
                kind.category(),
                kind.rootSignature(),
                report.getRelease()));
    var isSample =
        group.takesForSample(
            new LocalGroup.Place(report.getTimestampMs(), report.getInstanceId(), errorId));
    if (standsFor != Sampling.LEFT_OUT || isSample) {
      var occurrence =
          Occurrences.of(
              report,
              findings,
              errorId,
              kind,
              received.timestamp(),
              revision,
              Math.max(1, standsFor));
      if (standsFor != Sampling.LEFT_OUT) {
        context().forward(received.withKey(key).withValue(new Found.Kept(occurrence)));
      }
      if (isSample) {
        context()
            .forward(
                received
                    .withKey(key)
                    .withValue(new GroupNews.Tallied(group.takeTally(), Optional.of(occurrence))));
      }
    }
    if (group.tally().isLarge()) {
      tell(key, group);
    } else if (!isMarked && !group.tally().isEmpty()) {
      changes.put(key, CHANGED);
    }
    return standsFor != Sampling.LEFT_OUT;
  }

  private LocalGroup.Kind kind(ReportFindings findings, ErrorReport report) {
    var chain = findings.chain();
    // One exception is its own root cause.
    var isRoot = chain.thrown().size() == 1 && report.getFingerprint().isEmpty();
    return new LocalGroup.Kind(
        categories.of(chain), isRoot ? findings.signature() : StackSignature.ofRootCause(chain));
  }

  private void addInstance(GroupKey key, LocalGroup group, String instanceId) {
    var name = new GroupInstance(key, instanceId);
    if (instances.get(name) != null) {
      return;
    }
    if (group.countsInstance()) {
      instances.put(name, CHANGED);
      group.tally().addNewInstance(instanceId);
    } else {
      group.tally().setInstancesInexact();
    }
  }

  private void tell(GroupKey key, LocalGroup group) {
    var tally = group.takeTally();
    context()
        .forward(
            new Record<GroupKey, Found>(
                key, new GroupNews.Tallied(tally, Optional.empty()), tally.lastReceivedMs()));
  }

  private void tellAll() {
    try (var all = changes.all()) {
      while (all.hasNext()) {
        var key = all.next().key;
        var group = groups.get(key);
        if (!group.tally().isEmpty()) {
          tell(key, group);
          groups.put(key, group);
        }
        changes.delete(key);
      }
    }
  }
}
