package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.maintenance.Maintenance;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History.Away;
import dev.fleetpulse.query.store.History.Recalled;
import dev.fleetpulse.query.store.MissingPart;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code GET /analytics} and {@code GET /analytics/uptime}. */
public final class AnalyticsEndpoint {
  private static final Duration RANGE_MAX = Duration.ofDays(366);

  private final AnalyticsDao figures;
  private final UptimeDao uptime;
  private final InstantSource clock;

  /**
   * Answers out of the given stores.
   *
   * @param maintenance the windows that uptime is told without, where they are known
   */
  public AnalyticsEndpoint(
      Timescale timescale,
      ClickHouse clickHouse,
      InstantSource clock,
      Optional<Maintenance> maintenance) {
    this.figures = new AnalyticsDao(timescale, clickHouse);
    this.uptime = new UptimeDao(timescale, maintenance);
    this.clock = clock;
  }

  /** Answers with the tenant's figures in the range asked for, see {@link Analytics}. */
  public void get(Context ctx, String tenant) {
    var now = clock.instant();
    switch (range(Parameters.of(ctx), now)) {
      case Valid<TimeRange>(var range) -> ctx.json(analytics(tenant, range.widenedToHours(), now));
      case Invalid<TimeRange>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Answers with how long the tenant's instances were up, see {@link Uptime}. */
  public void uptime(Context ctx, String tenant) {
    var now = clock.instant();
    switch (UptimeQuery.read(Parameters.of(ctx), now, RANGE_MAX)) {
      case Valid<UptimeQuery>(var query) ->
          ctx.json(
              new Uptime(
                  query.hours().from(),
                  query.hours().to(),
                  uptime.total(tenant, query, now),
                  uptime.series(tenant, query, now),
                  uptime.apps(tenant, query, now)));
      case Invalid<UptimeQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private static Parsed<TimeRange> range(Parameters parameters, Instant now) {
    var range = TimeRange.read(parameters, now, RANGE_MAX);
    return parameters.parsed(() -> range.orElse(TimeRange.lastDay(now)));
  }

  private Analytics analytics(String tenant, TimeRange hours, Instant now) {
    var totals = figures.totals(tenant, hours);
    var response =
        switch (figures.responseTime(tenant, hours)) {
          case Recalled<Optional<Double>>(var mean) ->
              new ResponseTime(mean.getFirst().orElse(null), List.of());
          case Away<Optional<Double>>(var reason) ->
              new ResponseTime(null, List.of(new MissingPart("avgResponseTime", reason)));
        };
    return new Analytics(
        hours.from(),
        hours.to(),
        figures.servers(tenant, hours),
        totals.activeServers(),
        totals.heartbeats(),
        totals.repairs(),
        totals.successRate(),
        totals.tokens(),
        totals.cost(),
        totals.calls(),
        figures.tokensByCategory(tenant, hours),
        figures.costByModel(tenant, hours),
        uptime.percent(tenant, new UptimeQuery(hours, Optional.empty(), "hour"), now).orElse(null),
        response.mean(),
        response.missing());
  }

  private record ResponseTime(Double mean, List<MissingPart> missing) {}
}
