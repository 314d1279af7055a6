package dev.fleetpulse.ingest.sentry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.errors.LimitedErrorReader;
import dev.fleetpulse.ingest.publish.EventPublisher;
import dev.fleetpulse.ingest.request.BodyForm;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.request.Submission;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.ErrorReport;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code POST /api/{project}/envelope/} and {@code /store/}: an event of a Sentry SDK in, 200 with
 * its id out once the broker has it. Whatever else is in an envelope is counted and forgotten.
 */
public final class SentryEndpoint {
  /** The SDK for Node names no type, those of browsers name text, others one of their own. */
  private static final Set<BodyForm> FORMS = Set.of(BodyForm.ANY);

  private static final String EVENT_TYPE = "event";

  /** Other types are counted together: a client may send any text as one. */
  private static final Set<String> KNOWN_TYPES =
      Set.of(
          "transaction",
          "session",
          "sessions",
          "client_report",
          "attachment",
          "user_report",
          "feedback",
          "replay_event",
          "replay_recording",
          "profile",
          "profile_chunk",
          "check_in",
          "statsd",
          "span",
          "log");

  private final Reception reception;
  private final LimitedErrorReader reader;
  private final EventPublisher publisher;
  private final Answers answers;
  private final InstantSource clock;
  private final MeterRegistry meters;

  /** Stands at the end of the request's way, which these make up. */
  public SentryEndpoint(
      Reception reception,
      LimitedErrorReader reader,
      EventPublisher publisher,
      Answers answers,
      InstantSource clock,
      MeterRegistry meters) {
    this.reception = reception;
    this.reader = reader;
    this.publisher = publisher;
    this.answers = answers;
    this.clock = clock;
    this.meters = meters;
  }

  /** Handles one envelope. */
  public void envelope(Context ctx) {
    take(ctx, body -> SentryEnvelope.read(body).then(this::event));
  }

  /** Handles one event that comes alone, as older SDKs send it. */
  public void store(Context ctx) {
    take(ctx, body -> JsonBody.read(body).then(SentryEndpoint::found));
  }

  /** Finds the event in a body, if there is one. */
  @FunctionalInterface
  private interface EventFinder {
    Verdict<Optional<ObjectNode>> find(byte[] body);
  }

  /** An event's id and what it says. */
  private record Received(String id, Optional<ErrorReport> error) {}

  private void take(Context ctx, EventFinder finder) {
    // Without it a browser hides our answer from the SDK.
    ctx.header("Access-Control-Allow-Origin", "*");
    var key = SentryKey.of(ctx.header("X-Sentry-Auth"), ctx.queryParam("sentry_key"));
    switch (reception.open(ctx, key, FORMS)) {
      case Verdict.Accepted<Submission>(var submission) -> {
        try (submission) {
          var project = ctx.pathParam("project");
          answer(
              ctx,
              submission
                  .whole()
                  .then(finder::find)
                  .then(event -> read(submission, event, project)));
        }
      }
      case Verdict.Refused<Submission>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }

  private void answer(Context ctx, Verdict<Received> verdict) {
    switch (verdict) {
      case Verdict.Accepted<Received>(var received) ->
          received
              .error()
              .ifPresentOrElse(
                  error -> answers.afterwards(ctx, publisher.publish(error), received.id()),
                  () -> answers.taken(ctx, received.id()));
      case Verdict.Refused<Received>(var refusal) -> answers.refuse(ctx, refusal);
    }
  }

  /** The first event; an SDK sends no more than one in an envelope. */
  private Verdict<Optional<ObjectNode>> event(SentryEnvelope envelope) {
    Optional<SentryEnvelope.Item> event = Optional.empty();
    for (var item : envelope.items()) {
      if (event.isEmpty() && item.type().equals(EVENT_TYPE)) {
        event = Optional.of(item);
      } else {
        ignore(item.type());
      }
    }
    return event
        .map(item -> JsonBody.read(item.payload()).then(SentryEndpoint::found))
        .orElseGet(() -> new Verdict.Accepted<>(Optional.empty()));
  }

  private Verdict<Received> read(
      Submission submission, Optional<ObjectNode> event, String project) {
    if (event.isEmpty()) {
      return new Verdict.Accepted<>(new Received(freshId(), Optional.empty()));
    }
    var report = SentryEvent.report(event.get(), clock.instant());
    if (!report.hasNonNull("errorId")) {
      report.put("errorId", freshId());
    }
    var id = report.get("errorId").textValue();
    return submission
        .judge(report, (tenant, document) -> reader.read(tenant, withApp(document, project)))
        .then(error -> new Verdict.Accepted<>(new Received(id, Optional.of(error))));
  }

  /** The key's own app and the event's tag go before. */
  private static ObjectNode withApp(ObjectNode document, String project) {
    if (!document.hasNonNull("app")) {
      document.put("app", project);
    }
    return document;
  }

  private void ignore(String type) {
    var kind = KNOWN_TYPES.contains(type) || type.equals(EVENT_TYPE) ? type : "other";
    meters.counter("fleetpulse.ingest.sentry.ignored", "type", kind).increment();
  }

  private static Verdict<Optional<ObjectNode>> found(ObjectNode event) {
    return new Verdict.Accepted<>(Optional.of(event));
  }

  private static String freshId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
