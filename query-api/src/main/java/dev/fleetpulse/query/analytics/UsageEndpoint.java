package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.StoreChoice.Subject;
import dev.fleetpulse.query.analytics.UsageStore.Order;
import dev.fleetpulse.query.analytics.UsageStore.ServerUsage;
import dev.fleetpulse.query.csv.CsvAnswer;
import dev.fleetpulse.query.csv.CsvTable;
import dev.fleetpulse.query.csv.Formats;
import dev.fleetpulse.query.csv.Rows;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.TimeRange;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code GET /analytics/cost} and {@code GET /analytics/usage}: the same figures, the one by
 * dollars and with an outlook, the other by tokens.
 */
final class UsageEndpoint {
  private static final CsvTable<Usage.Point> SERIES =
      new CsvTable<Usage.Point>()
          .time("from", Usage.Point::from)
          .number("cost", Usage.Point::cost)
          .number("tokens", Usage.Point::tokens)
          .number("calls", Usage.Point::calls);

  private static final CsvTable<Line> GROUPS =
      new CsvTable<Line>()
          .text("kind", Line::kind)
          .text("name", Line::name)
          .number("cost", line -> line.used().cost())
          .number("tokens", line -> line.used().tokens())
          .number("calls", line -> line.used().calls());

  private final Stores stores;
  private final InstantSource clock;

  UsageEndpoint(Stores stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  /** Answers with what the tenant's instances cost, see {@link Usage}. */
  void cost(Context ctx, String tenant) {
    answer(ctx, tenant, GroupBy.MODEL, Order.COST);
  }

  /** Answers with what the tenant's instances used, see {@link Usage}. */
  void usage(Context ctx, String tenant) {
    answer(ctx, tenant, GroupBy.CATEGORY, Order.TOKENS);
  }

  /** A row of the file of groups: with the rest, so that its rows add up to the total, too. */
  private record Line(String kind, String name, Amounts used) {}

  private void answer(Context ctx, String tenant, GroupBy otherwise, Order order) {
    var now = clock.instant();
    Formats.answer(
        ctx,
        () -> {
          switch (UsageQuery.read(Parameters.of(ctx), tenant, now, otherwise)) {
            case Valid<UsageQuery>(var query) -> ctx.json(usage(query, order, now));
            case Invalid<UsageQuery>(var errors) -> Problem.answer(ctx, errors);
          }
        },
        () -> {
          var limit = CsvAnswer.ROWS_MAX;
          switch (UsageQuery.readForFile(Parameters.of(ctx), tenant, now, otherwise, limit)) {
            case Valid<UsageQuery>(var query) -> file(ctx, query, order, now);
            case Invalid<UsageQuery>(var errors) -> Problem.answer(ctx, errors);
          }
        });
  }

  private Usage usage(UsageQuery query, Order order, Instant now) {
    var told = report(query, order);
    var report = told.figures().first(query.limit());
    var hours = query.hours();
    return new Usage(
        hours.from(),
        hours.to(),
        query.range().interval(),
        told.store(),
        told.reason(),
        query.groupBy(),
        report.total(),
        series(query, report.points(), now),
        report.groups().stream().map(group -> group(group, report.total(), order)).toList(),
        new Usage.Other(report.groupCount() - report.groups().size(), report.others()),
        report.unnamed(),
        order == Order.COST ? projection(query, report, now) : null,
        query.compare() ? previous(query, report.total()) : null);
  }

  private Told<UsageReport> report(UsageQuery query, Order order) {
    if (query.groupBy() != GroupBy.SERVER) {
      var subject = query.groupBy() == GroupBy.APP ? Subject.USAGE : Subject.NAMED_USAGE;
      return stores.usage(
          query.tenant(),
          query.hours(),
          query.filter(),
          subject,
          store ->
              UsageReport.of(
                  store.parts(
                      query.tenant(),
                      query.hours(),
                      query.filter(),
                      query.range().interval(),
                      query.groupBy()),
                  order));
    }
    return stores.usage(
        query.tenant(),
        query.hours(),
        query.filter(),
        Subject.USAGE,
        store ->
            store.atOneMoment(
                moment -> {
                  var servers = new ArrayList<ServerUsage>();
                  moment.servers(
                      query.tenant(),
                      query.hours(),
                      query.filter(),
                      order,
                      query.limit(),
                      servers::add);
                  var points = points(moment, query, query.hours(), query.range().interval());
                  return UsageReport.of(servers, points);
                }));
  }

  private static List<UsageStore.Point> points(
      UsageStore store, UsageQuery query, TimeRange hours, Interval interval) {
    return store.points(query.tenant(), hours, query.filter(), interval);
  }

  private static Usage.Group group(UsageReport.Group group, Amounts total, Order order) {
    var share =
        switch (order) {
          case COST -> Numbers.share(group.used().cost(), total.cost());
          case TOKENS -> Numbers.share(group.used().tokens(), total.tokens());
        };
    return new Usage.Group(group.name(), group.used(), share);
  }

  /** Where nothing was counted that is 0; what is to come is not known. */
  private static List<Usage.Point> series(
      UsageQuery query, Map<Instant, Amounts> points, Instant now) {
    return query.range().interval().starts(query.hours()).stream()
        .map(
            from ->
                from.isAfter(now)
                    ? Usage.Point.toCome(from)
                    : Usage.Point.of(from, points.getOrDefault(from, Amounts.NONE)))
        .toList();
  }

  /** Out of the points, where they have all days that it needs. */
  private MonthProjection projection(UsageQuery query, UsageReport report, Instant now) {
    var needed = MonthProjection.hours(now);
    var isTold =
        !query.hours().from().isAfter(needed.from()) && !query.hours().to().isBefore(needed.to());
    if (isTold) {
      return MonthProjection.of(report.points(), now).orElse(null);
    }
    var told =
        stores.usage(
            query.tenant(),
            needed,
            query.filter(),
            Subject.USAGE,
            store -> points(store, query, needed, Interval.DAY));
    var days = new HashMap<Instant, Amounts>();
    told.figures().forEach(point -> days.put(point.at(), point.used()));
    return MonthProjection.of(days, now).orElse(null);
  }

  private Usage.Previous previous(UsageQuery query, Amounts total) {
    var before = query.range().previous();
    var told =
        stores.usage(
            query.tenant(),
            before,
            query.filter(),
            Subject.USAGE,
            store -> store.summary(query.tenant(), before, query.filter()).used());
    return new Usage.Previous(
        before.from(), before.to(), told.figures(), Usage.Change.of(total, told.figures()));
  }

  private void file(Context ctx, UsageQuery query, Order order, Instant now) {
    var name =
        "%s-%s-%s"
            .formatted(
                order == Order.COST ? "cost" : "usage",
                query.table().equals("series")
                    ? query.range().interval().slug()
                    : query.groupBy().slug(),
                query.hours().slug());
    if (query.table().equals("series")) {
      var told =
          stores.usage(
              query.tenant(),
              query.hours(),
              query.filter(),
              Subject.USAGE,
              store -> points(store, query, query.hours(), query.range().interval()));
      var points = new HashMap<Instant, Amounts>();
      told.figures().forEach(point -> points.put(point.at(), point.used()));
      var series = series(query, points, now);
      CsvAnswer.stream(ctx, name, SERIES, series.size(), Rows.of(series));
    } else if (query.groupBy() == GroupBy.SERVER) {
      CsvAnswer.stream(
          ctx,
          name,
          GROUPS,
          0,
          taker -> {
            var lines = new ServerLines(taker);
            stores.<ServerUsage>usageRows(
                query.tenant(),
                query.hours(),
                query.filter(),
                lines,
                (store, servers) ->
                    store.servers(
                        query.tenant(),
                        query.hours(),
                        query.filter(),
                        order,
                        query.limit(),
                        servers));
            lines.end();
          });
    } else {
      var lines = lines(report(query, order).figures().first(query.limit()));
      CsvAnswer.stream(ctx, name, GROUPS, lines.size(), Rows.of(lines));
    }
  }

  /** Servers as rows, and after them what the others used. */
  private static final class ServerLines implements Consumer<ServerUsage> {
    private final Consumer<? super Line> taker;
    private Amounts handed = Amounts.NONE;
    private Amounts all = Amounts.NONE;

    ServerLines(Consumer<? super Line> taker) {
      this.taker = taker;
    }

    @Override
    public void accept(ServerUsage server) {
      taker.accept(new Line("group", server.server(), server.used()));
      handed = handed.plus(server.used());
      all = server.all();
    }

    void end() {
      taker.accept(new Line("other", null, all.minus(handed)));
      taker.accept(new Line("unattributed", null, Amounts.NONE));
    }
  }

  private static List<Line> lines(UsageReport report) {
    var lines = new ArrayList<Line>();
    report.groups().forEach(group -> lines.add(new Line("group", group.name(), group.used())));
    lines.add(new Line("other", null, report.others()));
    lines.add(new Line("unattributed", null, report.unnamed()));
    return lines;
  }
}
