package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.StackSignature;
import dev.fleetpulse.signature.category.Categories;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.verdicts.Verdict;
import dev.fleetpulse.streams.topology.verdicts.VerdictCounter;
import dev.fleetpulse.streams.topology.verdicts.Verdicts;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Lets each distinct report through once, with its signature. */
final class OccurrenceProcessor
    extends ContextualProcessor<InstanceKey, ErrorReport, GroupKey, ErrorOccurrence> {
  private final Generation generation;
  private final ErrorVerdicts verdicts;
  private final Categories categories;
  private final Verdicts ledger;
  private VerdictCounter counter;
  private SeenErrors seen;

  OccurrenceProcessor(
      Generation generation, ErrorVerdicts verdicts, Categories categories, Verdicts ledger) {
    this.generation = generation;
    this.verdicts = verdicts;
    this.categories = categories;
    this.ledger = ledger;
  }

  @Override
  public void init(ProcessorContext<GroupKey, ErrorOccurrence> context) {
    super.init(context);
    counter = ledger.counter(context);
    seen =
        new SeenErrors(
            context.getStateStore(ErrorsTopology.SEEN),
            context.getStateStore(ErrorsTopology.SEEN_BY_TIME),
            ErrorsTopology.SEEN_FOR);
    context.schedule(Duration.ofMinutes(1), PunctuationType.STREAM_TIME, seen::forget);
  }

  @Override
  public void process(Record<InstanceKey, ErrorReport> received) {
    var report = received.value();
    var offset = context().recordMetadata().orElseThrow().offset();
    var facts = ReportFacts.of(report);
    var chain = Chain.of(facts);
    var signature = StackSignature.of(facts, chain);
    var errorId = ErrorIdentity.id(report, signature);
    if (!seen.add(ErrorIdentity.key(report, errorId), received.timestamp())) {
      verdicts.duplicate();
      count(received, Verdict.DUPLICATE);
      return;
    }
    verdicts.unique();
    context()
        .forward(
            received
                .withKey(new GroupKey(report.getTenant(), signature, report.getApp()))
                .withValue(
                    Occurrences.of(
                        report,
                        signature,
                        categories.of(chain),
                        errorId,
                        received.timestamp(),
                        generation.revisionAt(offset))));
    count(received, Verdict.UNIQUE);
  }

  private void count(Record<InstanceKey, ErrorReport> received, Verdict verdict) {
    var key = received.key();
    counter.count(key == null ? null : key.tenant(), received.timestamp(), verdict);
  }
}
