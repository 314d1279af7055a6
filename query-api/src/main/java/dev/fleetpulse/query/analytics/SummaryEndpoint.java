package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.StoreChoice.Subject;
import dev.fleetpulse.query.analytics.UsageStore.Names;
import dev.fleetpulse.query.analytics.UsageStore.Summary;
import dev.fleetpulse.query.csv.CsvAnswer;
import dev.fleetpulse.query.csv.CsvTable;
import dev.fleetpulse.query.csv.Formats;
import dev.fleetpulse.query.csv.Rows;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.SeriesRange;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.MissingPart;
import dev.fleetpulse.query.store.StoreException;
import dev.fleetpulse.query.store.StoreException.Kind;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /analytics}: the fleet in a few figures, of which some may be missing. */
final class SummaryEndpoint {
  private static final CsvTable<Analytics> TABLE =
      new CsvTable<Analytics>()
          .time("from", Analytics::from)
          .time("to", Analytics::to)
          .number("totalServers", Analytics::totalServers)
          .number("activeServers", Analytics::activeServers)
          .number("heartbeats", Analytics::heartbeats)
          .number("totalRepairs", Analytics::totalRepairs)
          .number("successRate", Analytics::successRate)
          .number("totalTokens", Analytics::totalTokens)
          .number("totalCost", Analytics::totalCost)
          .number("totalCalls", Analytics::totalCalls)
          .number("uptimePercent", Analytics::uptimePercent)
          .number("avgResponseTime", Analytics::avgResponseTime);

  private final Stores stores;
  private final FleetDao fleet;
  private final UptimeDao uptime;
  private final InstantSource clock;

  SummaryEndpoint(Stores stores, FleetDao fleet, UptimeDao uptime, InstantSource clock) {
    this.stores = stores;
    this.fleet = fleet;
    this.uptime = uptime;
    this.clock = clock;
  }

  /** Answers with the tenant's figures in the range asked for, see {@link Analytics}. */
  void get(Context ctx, String tenant) {
    switch (SummaryQuery.read(Parameters.of(ctx), tenant, clock.instant())) {
      case Valid<SummaryQuery>(var query) ->
          Formats.answer(ctx, () -> ctx.json(summary(query)), () -> file(ctx, query));
      case Invalid<SummaryQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private record SummaryQuery(
      String tenant, TimeRange hours, Filter filter, boolean compare, Instant now) {
    static Parsed<SummaryQuery> read(Parameters parameters, String tenant, Instant now) {
      var range = TimeRange.read(parameters, now, SeriesRange.RANGE_MAX);
      var filter = Filter.read(parameters);
      var compare = parameters.choice("compare", List.of("previous"));
      return parameters.parsed(
          () ->
              new SummaryQuery(
                  tenant,
                  range.orElse(TimeRange.lastDay(now)).widenedToHours(),
                  filter,
                  compare.isPresent(),
                  now));
    }

    SeriesRange range() {
      return new SeriesRange(hours, Interval.HOUR);
    }
  }

  private record Figures(Summary summary, Names names) {}

  private void file(Context ctx, SummaryQuery query) {
    var rows = List.of(summary(query));
    CsvAnswer.stream(ctx, "analytics-" + query.hours.slug(), TABLE, rows.size(), Rows.of(rows));
  }

  private Analytics summary(SummaryQuery query) {
    var told =
        stores.usage(
            query.tenant,
            query.hours,
            query.filter,
            Subject.NAMED_USAGE,
            store ->
                store.atOneMoment(
                    moment ->
                        new Figures(
                            moment.summary(query.tenant, query.hours, query.filter),
                            moment.names(query.tenant, query.hours, query.filter))));
    var missing = new ArrayList<MissingPart>();
    var sums = told.figures().summary();
    var names = told.figures().names();
    return new Analytics(
        query.hours.from(),
        query.hours.to(),
        told.store(),
        told.reason(),
        unlessAway(
            "totalServers", missing, () -> fleet.servers(query.tenant, query.hours, query.filter)),
        sums.activeServers(),
        sums.heartbeats(),
        sums.repairs(),
        Numbers.share(sums.repairSuccesses(), sums.repairSuccesses() + sums.repairFailures()),
        sums.used().tokens(),
        sums.used().cost(),
        sums.used().calls(),
        names.tokensByCategory(),
        names.costByModel(),
        unlessAway(
            "uptimePercent",
            missing,
            () ->
                uptime
                    .percent(
                        query.tenant, new UptimeQuery(query.range(), query.filter, ""), query.now)
                    .orElse(null)),
        unlessAway(
            "avgResponseTime",
            missing,
            () ->
                stores
                    .heartbeats(
                        query.tenant,
                        query.hours,
                        query.filter,
                        true,
                        query.now,
                        store -> store.meanResponse(query.tenant, query.hours, query.filter))
                    .figures()
                    .orElse(null)),
        query.compare ? previous(query, sums) : null,
        missing);
  }

  private Analytics.Previous previous(SummaryQuery query, Summary since) {
    var hours = query.range().previous();
    var sums =
        stores
            .usage(
                query.tenant,
                hours,
                query.filter,
                Subject.USAGE,
                store -> store.summary(query.tenant, hours, query.filter))
            .figures();
    return new Analytics.Previous(
        hours.from(),
        hours.to(),
        sums.activeServers(),
        sums.heartbeats(),
        sums.repairs(),
        Numbers.share(sums.repairSuccesses(), sums.repairSuccesses() + sums.repairFailures()),
        sums.used().tokens(),
        sums.used().cost(),
        sums.used().calls(),
        new Analytics.Change(
            Numbers.change(since.activeServers(), sums.activeServers()),
            Numbers.change(since.heartbeats(), sums.heartbeats()),
            Numbers.change(since.repairs(), sums.repairs()),
            Numbers.change(since.used().tokens(), sums.used().tokens()),
            Numbers.change(since.used().cost(), sums.used().cost()),
            Numbers.change(since.used().calls(), sums.used().calls())));
  }

  /** The rest of the answer goes without it. */
  private static <T> T unlessAway(String part, List<MissingPart> missing, Supplier<T> question) {
    try {
      return question.get();
    } catch (StoreException e) {
      if (e.kind() == Kind.REFUSED) {
        throw e;
      }
      var reason =
          e.store().title() + (e.kind() == Kind.TOO_SLOW ? " took too long" : " does not answer");
      missing.add(new MissingPart(part, reason));
      return null;
    }
  }
}
