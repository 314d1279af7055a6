package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.ErrorCounts.Group;
import dev.fleetpulse.query.analytics.ErrorCounts.Point;
import dev.fleetpulse.query.analytics.ErrorCounts.Sums;
import dev.fleetpulse.query.analytics.ErrorCountsDao.Counts;
import dev.fleetpulse.query.analytics.ErrorCountsDao.Which;
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

/** {@code GET /analytics/errors}. */
final class ErrorCountsEndpoint {
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 500;

  private static final CsvTable<Point> SERIES =
      new CsvTable<Point>()
          .time("from", Point::from)
          .number("count", Point::count)
          .number("kept", Point::kept);
  private static final CsvTable<Line> GROUPS =
      new CsvTable<Line>()
          .text("kind", Line::kind)
          .text("name", Line::name)
          .number("count", line -> line.sums().count())
          .number("kept", line -> line.sums().kept());

  private final ErrorCountsDao errors;
  private final InstantSource clock;

  ErrorCountsEndpoint(ErrorCountsDao errors, InstantSource clock) {
    this.errors = errors;
    this.clock = clock;
  }

  private record Line(String kind, String name, Sums sums) {}

  private record Query(
      SeriesRange range, Which which, String groupBy, int limit, boolean compare, String table) {
    static Parsed<Query> read(Parameters parameters, Instant now, boolean isFile) {
      var range = SeriesRange.read(parameters, now);
      var which = Which.read(parameters);
      var groupBy = parameters.choice("groupBy", List.of("category", "app", "signature"));
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
                  groupBy.orElse("category"),
                  limit,
                  compare.isPresent(),
                  table.orElse("series")));
    }
  }

  /** Answers with how often the tenant's errors occurred, see {@link ErrorCounts}. */
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

  private ErrorCounts answer(String tenant, Query query) {
    var hours = query.range().hours();
    var counts = counts(tenant, query);
    var total = counts.total();
    var listed = counts.groups().stream().limit(query.limit()).toList();
    var others = others(counts, query.limit());
    return new ErrorCounts(
        hours.from(),
        hours.to(),
        query.range().interval(),
        Store.TIMESCALE,
        query.groupBy(),
        total,
        series(query, counts),
        listed.stream()
            .map(
                group ->
                    new Group(
                        group.name(),
                        group.sums().count(),
                        group.sums().kept(),
                        Numbers.share(group.sums().count(), total.count())))
            .toList(),
        new ErrorCounts.Other(
            counts.groups().size() - listed.size(), others.count(), others.kept()),
        query.compare() ? previous(tenant, query, total) : null);
  }

  private Counts counts(String tenant, Query query) {
    return errors.counts(
        tenant, query.range().hours(), query.which(), query.range().interval(), query.groupBy());
  }

  private static List<Point> series(Query query, Counts counts) {
    return query.range().interval().starts(query.range().hours()).stream()
        .map(
            from -> {
              var sums = counts.points().getOrDefault(from, Sums.NONE);
              return new Point(from, sums.count(), sums.kept());
            })
        .toList();
  }

  private static Sums others(Counts counts, int limit) {
    var count = 0L;
    var kept = 0L;
    for (var group :
        counts.groups().subList(Math.min(limit, counts.groups().size()), counts.groups().size())) {
      count += group.sums().count();
      kept += group.sums().kept();
    }
    return new Sums(count, kept);
  }

  private ErrorCounts.Previous previous(String tenant, Query query, Sums total) {
    var hours = query.range().previous();
    var before = errors.total(tenant, hours, query.which());
    return new ErrorCounts.Previous(
        hours.from(), hours.to(), before, Numbers.change(total.count(), before.count()));
  }

  private void file(Context ctx, String tenant, Query query) {
    var counts = counts(tenant, query);
    var name = "errors-%s-" + query.range().hours().slug();
    if (query.table().equals("series")) {
      var points = series(query, counts);
      var slug = query.range().interval().slug();
      CsvAnswer.stream(ctx, name.formatted(slug), SERIES, points.size(), Rows.of(points));
      return;
    }
    var lines = new ArrayList<Line>();
    counts.groups().stream()
        .limit(query.limit())
        .forEach(group -> lines.add(new Line("group", group.name(), group.sums())));
    lines.add(new Line("other", null, others(counts, query.limit())));
    CsvAnswer.stream(ctx, name.formatted(query.groupBy()), GROUPS, lines.size(), Rows.of(lines));
  }
}
