package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History.Away;
import dev.fleetpulse.query.store.History.Recalled;
import dev.fleetpulse.query.store.MissingPart;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** {@code GET /errors} and {@code GET /errors/{signature}}. */
public final class ErrorsEndpoint {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration TREND_MAX = Duration.ofDays(31);

  private final ErrorsDao errors;
  private final InstantSource clock;

  /** Answers out of the given stores. */
  public ErrorsEndpoint(Timescale timescale, ClickHouse clickHouse, InstantSource clock) {
    this.errors = new ErrorsDao(timescale, clickHouse);
    this.clock = clock;
  }

  /** Answers with one page of the tenant's groups, see {@link ErrorList}. */
  public void list(Context ctx, String tenant) {
    switch (ErrorsQuery.read(Parameters.of(ctx), clock.instant())) {
      case Valid<ErrorsQuery>(var query) -> ctx.json(page(tenant, query));
      case Invalid<ErrorsQuery>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  /** Answers with everything about one signature, see {@link ErrorDetail}. */
  public void find(Context ctx, String tenant) {
    switch (trendRange(Parameters.of(ctx))) {
      case Valid<TimeRange>(var range) ->
          answer(ctx, tenant, ctx.pathParam("signature"), range.widenedToHours());
      case Invalid<TimeRange>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  private ErrorList page(String tenant, ErrorsQuery query) {
    var totals = errors.totals(tenant, query);
    return new ErrorList(
        errors.list(tenant, query),
        totals.groups(),
        totals.occurrences(),
        query.hours().map(TimeRange::from).orElse(null),
        query.hours().map(TimeRange::to).orElse(null),
        query.page());
  }

  private Parsed<TimeRange> trendRange(Parameters parameters) {
    var now = clock.instant();
    var range = TimeRange.read(parameters, now, TREND_MAX);
    return parameters.parsed(() -> range.orElse(new TimeRange(now.minus(WEEK), now)));
  }

  private void answer(Context ctx, String tenant, String signature, TimeRange hours) {
    var groups = errors.find(tenant, signature, hours);
    if (groups.isEmpty()) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no error of this signature");
      return;
    }
    var trend = errors.trend(tenant, signature, hours);
    ctx.json(
        switch (errors.occurrences(tenant, signature)) {
          case Recalled<ErrorDetail.Occurrence>(var latest) ->
              new ErrorDetail(
                  signature, groups, hours.from(), hours.to(), trend, latest, List.of());
          case Away<ErrorDetail.Occurrence>(var reason) ->
              new ErrorDetail(
                  signature,
                  groups,
                  hours.from(),
                  hours.to(),
                  trend,
                  null,
                  List.of(new MissingPart("occurrences", reason)));
        });
  }
}
