package dev.fleetpulse.query.audit;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.InstantSource;

/** {@code GET /audit}. */
public final class AuditEndpoint {
  private final AuditDao entries;
  private final InstantSource clock;

  /** Answers out of the given store. */
  public AuditEndpoint(Timescale timescale, InstantSource clock) {
    this.entries = new AuditDao(timescale);
    this.clock = clock;
  }

  /** Answers with the tenant's entries that fit, the latest first. */
  public void list(Context ctx, String tenant) {
    switch (AuditQuery.read(Parameters.of(ctx), clock.instant())) {
      case Valid<AuditQuery>(var query) ->
          ctx.json(
              new AuditEntry.All(
                  entries.list(tenant, query), entries.count(tenant, query), query.page()));
      case Invalid<AuditQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }
}
