package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.Commands.Outcome;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.InstanceKey;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code GET /servers}, {@code GET /servers/{id}} and {@code DELETE /servers/{id}}. */
public final class ServersEndpoint {
  private static final String RETIRE = "retire";
  private static final int ACCEPTED = 202;

  private final ServersDao servers;
  private final Commands<InstanceKey> retirements;
  private final Commands<AlertEvent> audit;
  private final InstantSource clock;

  /**
   * Answers out of the given store.
   *
   * @param retirements where servers are said to be no more
   * @param audit where it is taken down who said so
   */
  public ServersEndpoint(
      Timescale timescale,
      Commands<InstanceKey> retirements,
      Commands<AlertEvent> audit,
      InstantSource clock) {
    this.servers = new ServersDao(timescale);
    this.retirements = retirements;
    this.audit = audit;
    this.clock = clock;
  }

  /** Answers with one page of the tenant's servers, see {@link ServerList}. */
  public void list(Context ctx, String tenant) {
    switch (ServersQuery.read(Parameters.of(ctx))) {
      case Valid<ServersQuery>(var query) -> answer(ctx, tenant, query, clock.instant());
      case Invalid<ServersQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Answers with everything about one server, see {@link ServerDetail}. */
  public void find(Context ctx, String tenant) {
    var id = ctx.pathParam("id");
    switch (Parameters.of(ctx).parsed(() -> id)) {
      case Valid<String>(_) -> answer(ctx, tenant, id);
      case Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Has a server forgotten; the broker has that when this answers. */
  public void retire(Context ctx, String tenant, String keyId) {
    var id = ctx.pathParam("id");
    switch (Parameters.of(ctx).parsed(() -> id)) {
      case Valid<String>(_) -> {
        if (servers.isKnown(tenant, id)) {
          retire(ctx, new InstanceKey(tenant, id), keyId);
        } else {
          notFound(ctx);
        }
      }
      case Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Who asked is written first: what was done must be known, even where the rest then fails. */
  private void retire(Context ctx, InstanceKey instance, String keyId) {
    var decision =
        AlertEvent.newBuilder()
            .setTenant(instance.tenant())
            .setAlertKey("instance/" + instance.instanceId())
            .setEventId(UUID.randomUUID().toString())
            .setKind(RETIRE)
            .setAtMs(clock.millis())
            .setInstanceId(instance.instanceId())
            .setBy("key " + keyId)
            .setEvidence(Map.of("key", keyId))
            .build();
    var outcome = audit.append(List.of(decision));
    if (outcome instanceof Outcome.Appended) {
      outcome = retirements.append(List.of(instance));
    }
    switch (outcome) {
      case Outcome.Appended() -> ctx.status(ACCEPTED).json(new Retired(instance.instanceId()));
      case Outcome.Unavailable(var reason) ->
          Problem.answer(ctx, Reason.UNAVAILABLE, reason + ": send it again");
    }
  }

  /** A server that is forgotten from now on. */
  private record Retired(String retired) {}

  private static void notFound(Context ctx) {
    Problem.answer(ctx, Reason.NOT_FOUND, "There is no server of this id");
  }

  private void answer(Context ctx, String tenant, ServersQuery query, Instant now) {
    ctx.json(
        new ServerList(
            servers.list(tenant, query, lastDay(now), now),
            servers.count(tenant, query, now),
            query.page()));
  }

  private void answer(Context ctx, String tenant, String id) {
    var now = clock.instant();
    servers.find(tenant, id, lastDay(now), now).ifPresentOrElse(ctx::json, () -> notFound(ctx));
  }

  private static TimeRange lastDay(Instant now) {
    return TimeRange.lastDay(now).widenedToHours();
  }
}
