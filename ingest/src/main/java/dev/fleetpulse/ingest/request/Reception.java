package dev.fleetpulse.ingest.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.limit.ReportLimits;
import dev.fleetpulse.ingest.scrub.Scrubber;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.service.access.AccessDecision;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Scope;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/**
 * What every report passes on its way in, in the order of what it costs us: key, the tenant's
 * limit, size and type of the body, JSON, for whom the key may send, fields.
 */
public final class Reception {
  private final AccessKeys keys;
  private final ReportLimits limits;
  private final Scrubber scrubber;

  /**
   * Lets in what these keys allow.
   *
   * @param limits of each tenant's requests
   * @param scrubber takes the secrets out of each document before anything of it is cut or kept
   */
  public Reception(AccessKeys keys, ReportLimits limits, Scrubber scrubber) {
    this.keys = keys;
    this.limits = limits;
    this.scrubber = scrubber;
  }

  /** Makes a record of a tenant's document, or says what is wrong with it. */
  @FunctionalInterface
  public interface DocumentReader<R> {
    /** May change the document, which nobody reads afterwards. */
    Verdict<R> read(String tenant, ObjectNode document);
  }

  /** The record that the request's body describes. */
  public <R> Verdict<R> receive(Context ctx, DocumentReader<R> reader) {
    return sender(ctx)
        .then(sender -> RequestBody.read(ctx).then(json -> judge(sender, json, reader)));
  }

  /** The body that holds many reports in one of these forms, to be read one by one. */
  public Verdict<Submission> open(Context ctx, Set<BodyForm> forms) {
    return open(ctx, sender(ctx), forms);
  }

  /** The same for a client that puts its key elsewhere than in our headers. */
  public Verdict<Submission> open(Context ctx, Optional<String> key, Set<BodyForm> forms) {
    return open(ctx, sender(ctx, null, key.orElse(null)), forms);
  }

  private Verdict<Submission> open(
      Context ctx, Verdict<AccessDecision.Granted> verdict, Set<BodyForm> forms) {
    return verdict.then(
        sender ->
            RequestBody.open(ctx, forms, BodyLimits.BATCH)
                .then(body -> new Verdict.Accepted<>(new Submission(this, sender, body))));
  }

  private Verdict<AccessDecision.Granted> sender(Context ctx) {
    return sender(ctx, ctx.header("Authorization"), ctx.header("x-api-key"));
  }

  private Verdict<AccessDecision.Granted> sender(Context ctx, String authorization, String apiKey) {
    return switch (keys.decide(authorization, apiKey, Scope.INGEST)) {
      case AccessDecision.Granted granted -> {
        Answers.belongsTo(ctx, granted.tenant());
        yield limits.request(granted.tenant()).verdictOn(granted);
      }
      case AccessDecision.Unauthenticated(var reason) ->
          Verdict.refused(Reason.UNAUTHENTICATED, reason);
      case AccessDecision.Forbidden(var reason) -> Verdict.refused(Reason.FORBIDDEN, reason);
      case AccessDecision.Unavailable(var reason) -> Verdict.refused(Reason.UNAVAILABLE, reason);
    };
  }

  /** The one way from a report's bytes to its record, whether it came alone or among many. */
  <R> Verdict<R> judge(AccessDecision.Granted sender, byte[] json, DocumentReader<R> reader) {
    return JsonBody.read(json).then(document -> judge(sender, document, reader));
  }

  /** The same from its document on. */
  <R> Verdict<R> judge(AccessDecision.Granted sender, ObjectNode report, DocumentReader<R> reader) {
    return BoundKey.check(sender.binding(), report)
        .then(document -> reader.read(sender.tenant(), scrubbed(document)));
  }

  private ObjectNode scrubbed(ObjectNode document) {
    scrubber.scrub(document);
    return document;
  }
}
