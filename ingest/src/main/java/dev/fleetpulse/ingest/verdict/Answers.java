package dev.fleetpulse.ingest.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.publish.PublishOutcome;
import dev.fleetpulse.ingest.refusals.RefusalLedger;
import dev.fleetpulse.service.limit.Throttle;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Writes what a request is answered: 202 with a receipt, or problem+json. */
public final class Answers {
  private static final String TENANT = "tenant";
  private static final String JSON = "application/json";
  private static final String CHALLENGE = "Bearer realm=\"fleetpulse\"";
  private static final int RETRY_AFTER_MIN_SECONDS = 1;
  private static final int RETRY_AFTER_MAX_SECONDS = 5;

  /** What the SDKs of Sentry are told. */
  private record Taken(String id) {}

  private final InstantSource clock;
  private final Executor threads;
  private final Executor lanes;
  private final RefusalLedger refusals;
  private final MeterRegistry meters;
  private final ObjectWriter json = JsonMapper.builder().build().writer();

  /**
   * Answers nothing yet.
   *
   * @param threads write what the broker's outcome decides: a client that does not read its answer
   *     may hold one of these, never the producer's own thread
   * @param refusals counts every refusal there is an answer for
   */
  public Answers(
      InstantSource clock, Executor threads, RefusalLedger refusals, MeterRegistry meters) {
    this.clock = clock;
    this.threads = threads;
    this.lanes = new AnswerLanes(threads);
    this.refusals = refusals;
    this.meters = meters;
  }

  /** Notes whose request this is: what it is refused for is counted as this tenant's. */
  public static void belongsTo(Context ctx, String tenant) {
    ctx.attribute(TENANT, tenant);
  }

  /**
   * Answers once the broker has acknowledged the record, or can't. Such an answer is short: it goes
   * into a buffer, and the server sends that without a thread that waits.
   */
  public void afterwards(Context ctx, CompletableFuture<PublishOutcome> publishing) {
    var tenant = tenant(ctx);
    ctx.future(() -> publishing.thenAcceptAsync(outcome -> answer(ctx, tenant, outcome), lanes));
  }

  /** The same for a client that expects 200 with the id of its event. */
  public void afterwards(Context ctx, CompletableFuture<PublishOutcome> publishing, String id) {
    var tenant = tenant(ctx);
    ctx.future(
        () -> publishing.thenAcceptAsync(outcome -> answer(ctx, tenant, outcome, id), lanes));
  }

  /** Answers 200 with an id where there was nothing to store. */
  public void taken(Context ctx, String id) {
    ctx.status(200).contentType(JSON).result(json(new Taken(id)));
  }

  /**
   * Answers once the broker has acknowledged or given up every entry of a batch. That may be longer
   * than the buffers are, and whoever writes it then waits for the client.
   */
  public void afterAll(Context ctx, CompletableFuture<BatchVerdict> publishing) {
    var tenant = tenant(ctx);
    ctx.future(() -> publishing.thenAcceptAsync(verdict -> answer(ctx, tenant, verdict), threads));
  }

  /** Answers with a problem. */
  public void refuse(Context ctx, Refusal refusal) {
    refuse(ctx, tenant(ctx), refusal);
  }

  private void refuse(Context ctx, String tenant, Refusal refusal) {
    // First, so that it is counted also where the client has left meanwhile.
    count(tenant, refusal);
    endConnectionUnlessReadWhole(ctx);
    var reason = refusal.reason();
    if (reason == Reason.UNAUTHENTICATED) {
      ctx.header("WWW-Authenticate", CHALLENGE);
    }
    if (reason == Reason.UNAVAILABLE) {
      ctx.header("Retry-After", retryAfterSeconds());
    }
    refusal.throttle().ifPresent(throttle -> tell(ctx, throttle));
    ctx.status(reason.status())
        .contentType(Problem.MEDIA_TYPE)
        .result(json(Problem.of(refusal, ctx.path())));
  }

  /**
   * The rest of a body that is not read ends the connection; a client that is not told would send
   * its next request into it and lose that.
   */
  private static void endConnectionUnlessReadWhole(Context ctx) {
    var request = ServletContextRequest.getServletContextRequest(ctx.req());
    if (!request.getHttpInput().consumeAvailable()) {
      ctx.header("Connection", "close");
    }
  }

  private void answer(Context ctx, String tenant, PublishOutcome outcome) {
    switch (outcome) {
      case PublishOutcome.Stored() -> stored(ctx);
      case PublishOutcome.Unavailable(var why) ->
          refuse(ctx, tenant, Refusal.of(Reason.UNAVAILABLE, why));
    }
  }

  private void answer(Context ctx, String tenant, PublishOutcome outcome, String id) {
    switch (outcome) {
      case PublishOutcome.Stored() -> taken(ctx, id);
      case PublishOutcome.Unavailable(var why) ->
          refuse(ctx, tenant, Refusal.of(Reason.UNAVAILABLE, why));
    }
  }

  private void answer(Context ctx, String tenant, BatchVerdict verdict) {
    verdict.ended().ifPresent(refusal -> count(tenant, refusal));
    for (var entry : verdict.entries()) {
      if (entry instanceof BatchVerdict.EntryVerdict.Refused(var refusal)) {
        count(tenant, refusal);
      }
    }
    endConnectionUnlessReadWhole(ctx);
    if (verdict.isRefused(Reason.UNAVAILABLE)) {
      ctx.header("Retry-After", retryAfterSeconds());
    }
    verdict.throttle().ifPresent(throttle -> tell(ctx, throttle));
    ctx.status(verdict.status())
        .contentType(verdict.problem().isPresent() ? Problem.MEDIA_TYPE : JSON)
        .result(json(BatchAnswer.of(verdict, ctx.path(), clock.instant())));
  }

  private static void tell(Context ctx, Throttle throttle) {
    ctx.header("Retry-After", Long.toString(throttle.retryAfterSeconds()))
        .header("RateLimit-Policy", throttle.policyHeader())
        .header("RateLimit", throttle.limitHeader());
  }

  private static String tenant(Context ctx) {
    String tenant = ctx.attribute(TENANT);
    return tenant == null ? RefusalLedger.NOBODY : tenant;
  }

  private void count(String tenant, Refusal refusal) {
    var reason = refusal.reason().slug();
    refusals.count(tenant, reason);
    meters.counter("fleetpulse.ingest.refused", "reason", reason).increment();
  }

  private void stored(Context ctx) {
    var receipt =
        "{\"received\":true,\"serverTime\":\"" + clock.instant() + "\",\"status\":\"stored\"}";
    ctx.status(202).contentType(JSON);
    try {
      // Not by ctx.result(), which takes 8 KB of memory to copy a hundred bytes. Nothing is sent
      // yet: that comes with the end of the request, which waits for nobody.
      ctx.res().getOutputStream().write(receipt.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] json(Record answer) {
    try {
      return json.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer is always JSON", e);
    }
  }

  /** Spread, so that clients refused together do not come back together. */
  private static String retryAfterSeconds() {
    return Integer.toString(
        ThreadLocalRandom.current().nextInt(RETRY_AFTER_MIN_SECONDS, RETRY_AFTER_MAX_SECONDS + 1));
  }
}
