package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.Repairs.Figures;
import dev.fleetpulse.query.analytics.RepairsDao.Sums;
import dev.fleetpulse.query.analytics.RepairsDao.Which;
import dev.fleetpulse.query.csv.CsvAnswer;
import dev.fleetpulse.query.csv.CsvTable;
import dev.fleetpulse.query.csv.Formats;
import dev.fleetpulse.query.csv.Rows;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.SeriesRange;
import dev.fleetpulse.query.store.Store;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /analytics/repairs}. */
final class RepairsEndpoint {
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 500;

  private static final CsvTable<Repairs.Point> SERIES =
      figures(
          new CsvTable<Repairs.Point>().time("from", Repairs.Point::from), Repairs.Point::figures);
  private static final CsvTable<Line> GROUPS =
      figures(
          new CsvTable<Line>().text("kind", Line::kind).text("name", Line::name), Line::figures);

  private final RepairsDao repairs;
  private final InstantSource clock;

  RepairsEndpoint(RepairsDao repairs, InstantSource clock) {
    this.repairs = repairs;
    this.clock = clock;
  }

  private record Line(String kind, String name, Figures figures) {}

  private record Query(
      SeriesRange range, Which which, String groupBy, int limit, boolean compare, String table) {
    static Parsed<Query> read(Parameters parameters, Instant now, boolean isFile) {
      var range = SeriesRange.read(parameters, now);
      var which = Which.read(parameters);
      var groupBy = parameters.choice("groupBy", List.of("model", "mode", "app", "server"));
      var limit =
          isFile
              ? parameters.number("limit", CsvAnswer.ROWS_MAX, 1, CsvAnswer.ROWS_MAX)
              : parameters.number("limit", LIMIT, 1, LIMIT_MAX);
      Optional<String> compare =
          isFile ? Optional.empty() : parameters.choice("compare", List.of("previous"));
      Optional<String> table =
          isFile ? parameters.choice("table", List.of("series", "groups")) : Optional.empty();
      return parameters.parsed(
          () ->
              new Query(
                  range,
                  which,
                  groupBy.orElse("model"),
                  limit,
                  compare.isPresent(),
                  table.orElse("series")));
    }
  }

  /** Answers with how the tenant's repairs went, see {@link Repairs}. */
  void get(Context ctx, String tenant) {
    var now = clock.instant();
    Formats.answer(
        ctx,
        () -> {
          switch (Query.read(Parameters.of(ctx), now, false)) {
            case Valid<Query>(var query) -> ctx.json(answer(tenant, query));
            case Invalid<Query>(var wrong) -> Problem.answer(ctx, wrong);
          }
        },
        () -> {
          switch (Query.read(Parameters.of(ctx), now, true)) {
            case Valid<Query>(var query) -> file(ctx, tenant, query);
            case Invalid<Query>(var wrong) -> Problem.answer(ctx, wrong);
          }
        });
  }

  private Repairs answer(String tenant, Query query) {
    var hours = query.range().hours();
    var sums = sums(tenant, query);
    var listed = sums.groups().stream().limit(query.limit()).toList();
    return new Repairs(
        hours.from(),
        hours.to(),
        query.range().interval(),
        Store.TIMESCALE,
        query.groupBy(),
        Figures.of(sums.total()),
        series(query, sums),
        listed.stream()
            .map(group -> new Repairs.Group(group.name(), Figures.of(group.sums())))
            .toList(),
        new Repairs.Other(
            sums.groups().size() - listed.size(), Figures.of(others(sums, query.limit()))),
        query.compare() ? previous(tenant, query, sums.total()) : null);
  }

  private Sums sums(String tenant, Query query) {
    return repairs.sums(
        tenant, query.range().hours(), query.which(), query.range().interval(), query.groupBy());
  }

  private static List<Repairs.Point> series(Query query, Sums sums) {
    return query.range().interval().starts(query.range().hours()).stream()
        .map(
            from ->
                new Repairs.Point(
                    from, Figures.of(sums.points().getOrDefault(from, RepairSums.NONE))))
        .toList();
  }

  private static RepairSums others(Sums sums, int limit) {
    var others = sums.total();
    for (var group : sums.groups().stream().limit(limit).toList()) {
      others = others.minus(group.sums());
    }
    return others;
  }

  private Repairs.Previous previous(String tenant, Query query, RepairSums total) {
    var hours = query.range().previous();
    var before = repairs.total(tenant, hours, query.which());
    return new Repairs.Previous(
        hours.from(),
        hours.to(),
        Figures.of(before),
        Numbers.change(total.total(), before.total()));
  }

  private void file(Context ctx, String tenant, Query query) {
    var sums = sums(tenant, query);
    var name = "repairs-%s-" + query.range().hours().slug();
    if (query.table().equals("series")) {
      var points = series(query, sums);
      var slug = query.range().interval().slug();
      CsvAnswer.stream(ctx, name.formatted(slug), SERIES, points.size(), Rows.of(points));
      return;
    }
    var lines = new ArrayList<Line>();
    sums.groups().stream()
        .limit(query.limit())
        .forEach(group -> lines.add(new Line("group", group.name(), Figures.of(group.sums()))));
    lines.add(new Line("other", null, Figures.of(others(sums, query.limit()))));
    CsvAnswer.stream(ctx, name.formatted(query.groupBy()), GROUPS, lines.size(), Rows.of(lines));
  }

  private static <T> CsvTable<T> figures(CsvTable<T> table, Function<T, Figures> figures) {
    return table
        .number("repairs", row -> figures.apply(row).repairs())
        .number("successes", row -> figures.apply(row).successes())
        .number("failures", row -> figures.apply(row).failures())
        .number("unknown", row -> figures.apply(row).unknown())
        .number("successRate", row -> figures.apply(row).successRate())
        .number("meanSecondsBetween", row -> figures.apply(row).meanSecondsBetween())
        .number("meanSecondsToRepair", row -> figures.apply(row).meanSecondsToRepair())
        .number("tokens", row -> figures.apply(row).tokens())
        .number("cost", row -> figures.apply(row).cost())
        .number("tokensPerRepair", row -> figures.apply(row).tokensPerRepair())
        .number("costPerRepair", row -> figures.apply(row).costPerRepair());
  }
}
