package dev.fleetpulse.query.repairs;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code GET /servers/{id}/repairs}. */
public final class RepairsEndpoint {
  private static final int LIMIT = 50;
  private static final int LIMIT_MAX = 500;

  private final RepairsDao repairs;

  /** Answers out of the given store. */
  public RepairsEndpoint(Timescale timescale) {
    this.repairs = new RepairsDao(timescale);
  }

  private record Query(Optional<Boolean> success, int limit) {}

  /** Answers with the latest repairs of one server, see {@link RepairList}. */
  public void list(Context ctx, String tenant) {
    switch (read(Parameters.of(ctx))) {
      case Valid<Query>(var query) -> answer(ctx, tenant, ctx.pathParam("id"), query);
      case Invalid<Query>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private static Parsed<Query> read(Parameters parameters) {
    var success = parameters.choice("success", List.of("true", "false")).map(Boolean::valueOf);
    var limit = parameters.number("limit", LIMIT, 1, LIMIT_MAX);
    return parameters.parsed(() -> new Query(success, limit));
  }

  private void answer(Context ctx, String tenant, String id, Query query) {
    if (!repairs.hasServer(tenant, id)) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no server of this id");
      return;
    }
    ctx.json(
        new RepairList(
            repairs.latest(tenant, id, query.success(), query.limit()), repairs.stats(tenant, id)));
  }
}
