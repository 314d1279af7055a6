package dev.fleetpulse.ingest;

import dev.fleetpulse.ingest.publish.EventPublisher;
import dev.fleetpulse.ingest.publish.PublishOutcome;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Remembers what is published and answers as it is told. */
final class RecordingPublisher implements EventPublisher {
  static final CompletableFuture<PublishOutcome> STORED =
      CompletableFuture.completedFuture(new PublishOutcome.Stored());
  static final CompletableFuture<PublishOutcome> UNAVAILABLE =
      CompletableFuture.completedFuture(new PublishOutcome.Unavailable("The broker is away"));

  private final List<Object> records = new ArrayList<>();
  private final AtomicInteger batched = new AtomicInteger();
  private volatile Function<Object, CompletableFuture<PublishOutcome>> outcomes = record -> STORED;

  /** Answers everything from now on by this. */
  void answer(CompletableFuture<PublishOutcome> outcome) {
    outcomes = record -> outcome;
  }

  /** Answers each record from now on by what is made of it. */
  void answerEach(Function<Object, CompletableFuture<PublishOutcome>> outcomes) {
    this.outcomes = outcomes;
  }

  /** All that was published, in order. */
  List<Object> records() {
    synchronized (records) {
      return List.copyOf(records);
    }
  }

  List<Heartbeat> heartbeats() {
    return records().stream().map(Heartbeat.class::cast).toList();
  }

  List<ErrorReport> errors() {
    return records().stream().map(ErrorReport.class::cast).toList();
  }

  /** Forgets what was published. */
  void clear() {
    synchronized (records) {
      records.clear();
    }
  }

  @Override
  public CompletableFuture<PublishOutcome> publish(Heartbeat heartbeat) {
    remember(heartbeat);
    return outcomes.apply(heartbeat);
  }

  @Override
  public CompletableFuture<PublishOutcome> publishBatched(Heartbeat heartbeat) {
    batched.incrementAndGet();
    return publish(heartbeat);
  }

  /** How many heartbeats were published as some among others. */
  int batched() {
    return batched.get();
  }

  @Override
  public CompletableFuture<PublishOutcome> publish(ErrorReport error) {
    remember(error);
    return outcomes.apply(error);
  }

  private void remember(Object record) {
    synchronized (records) {
      records.add(record);
    }
  }
}
