package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;

/** {@code GET /servers} and {@code GET /servers/{id}}. */
public final class ServersEndpoint {
  private final ServersDao servers;
  private final InstantSource clock;

  /** Answers out of the given store. */
  public ServersEndpoint(Timescale timescale, InstantSource clock) {
    this.servers = new ServersDao(timescale);
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

  private void answer(Context ctx, String tenant, ServersQuery query, Instant now) {
    ctx.json(
        new ServerList(
            servers.list(tenant, query, lastDay(now), now),
            servers.count(tenant, query, now),
            query.page()));
  }

  private void answer(Context ctx, String tenant, String id) {
    var now = clock.instant();
    servers
        .find(tenant, id, lastDay(now), now)
        .ifPresentOrElse(
            ctx::json,
            () -> Problem.answer(ctx, Reason.NOT_FOUND, "There is no server of this id"));
  }

  private static TimeRange lastDay(Instant now) {
    return TimeRange.lastDay(now).widenedToHours();
  }
}
