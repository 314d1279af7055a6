package dev.fleetpulse.query.patterns;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.InstantSource;

/** {@code GET /patterns}. */
public final class PatternsEndpoint {
  private final PatternsDao patterns;
  private final InstantSource clock;

  /** Answers out of the given store. */
  public PatternsEndpoint(Timescale timescale, InstantSource clock) {
    this.patterns = new PatternsDao(timescale);
    this.clock = clock;
  }

  /** Answers with one page of the tenant's patterns, see {@link PatternList}. */
  public void list(Context ctx, String tenant) {
    switch (PatternsQuery.read(Parameters.of(ctx), clock.instant())) {
      case Valid<PatternsQuery>(var query) ->
          ctx.json(
              new PatternList(
                  patterns.list(tenant, query), patterns.total(tenant, query), query.page()));
      case Invalid<PatternsQuery>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }
}
