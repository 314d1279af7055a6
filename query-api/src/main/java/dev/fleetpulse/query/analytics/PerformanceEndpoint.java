package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.HeartbeatStore.Measured;
import dev.fleetpulse.query.analytics.HeartbeatStore.Percentiles;
import dev.fleetpulse.query.analytics.HeartbeatStore.PerformanceGroup;
import dev.fleetpulse.query.analytics.Performance.Measures;
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
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /analytics/performance}. */
final class PerformanceEndpoint {
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 500;
  private static final List<String> GROUPS =
      Arrays.stream(PerformanceGroup.values()).map(PerformanceGroup::slug).toList();

  private static final CsvTable<Measures> SERIES_TABLE =
      measures(new CsvTable<Measures>().time("from", Measures::from));
  private static final CsvTable<Measures> GROUPS_TABLE =
      measures(new CsvTable<Measures>().text("name", Measures::name));

  private final Stores stores;
  private final InstantSource clock;

  PerformanceEndpoint(Stores stores, InstantSource clock) {
    this.stores = stores;
    this.clock = clock;
  }

  private record Query(
      SeriesRange range, Filter filter, PerformanceGroup groupBy, int limit, String table) {
    static Parsed<Query> read(Parameters parameters, Instant now, boolean isFile) {
      var range = SeriesRange.read(parameters, now);
      var filter = Filter.read(parameters);
      var groupBy = parameters.choice("groupBy", GROUPS);
      var limit = parameters.number("limit", LIMIT, 1, LIMIT_MAX);
      Optional<String> table =
          isFile ? parameters.choice("table", List.of("series", "groups")) : Optional.empty();
      return parameters.parsed(
          () ->
              new Query(
                  range,
                  filter,
                  groupBy.map(PerformanceGroup::of).orElse(PerformanceGroup.SERVER),
                  limit,
                  table.orElse("series")));
    }
  }

  private record Measurements(List<Measured> times, List<Measured> groups) {}

  /** Answers with percentiles of what heartbeats told, see {@link Performance}. */
  void get(Context ctx, String tenant) {
    var now = clock.instant();
    Formats.answer(
        ctx,
        () -> {
          switch (Query.read(Parameters.of(ctx), now, false)) {
            case Valid<Query>(var query) -> ctx.json(performance(tenant, query, now));
            case Invalid<Query>(var errors) -> Problem.answer(ctx, errors);
          }
        },
        () -> {
          switch (Query.read(Parameters.of(ctx), now, true)) {
            case Valid<Query>(var query) -> file(ctx, tenant, query, now);
            case Invalid<Query>(var errors) -> Problem.answer(ctx, errors);
          }
        });
  }

  private Performance performance(String tenant, Query query, Instant now) {
    var hours = query.range().hours();
    var interval = query.range().interval();
    var exact = stores.areFewHeartbeats(tenant, hours, query.filter());
    var told =
        stores.heartbeats(
            tenant,
            hours,
            query.filter(),
            query.groupBy() == PerformanceGroup.SERVER,
            now,
            store ->
                new Measurements(
                    store.byTime(tenant, hours, query.filter(), interval, exact),
                    store.byGroup(
                        tenant, hours, query.filter(), query.groupBy(), query.limit(), exact)));
    var points = new HashMap<Instant, Measures>();
    var total = Measures.none(null);
    for (var measured : told.figures().times()) {
      if (measured.at() == null) {
        total = Measures.of(measured);
      } else {
        points.put(measured.at(), Measures.of(measured));
      }
    }
    return new Performance(
        hours.from(),
        hours.to(),
        interval,
        told.store(),
        told.reason(),
        exact,
        query.groupBy(),
        total,
        interval.starts(hours).stream()
            .map(from -> points.getOrDefault(from, Measures.none(from)))
            .toList(),
        told.figures().groups().stream().map(Measures::of).toList());
  }

  private void file(Context ctx, String tenant, Query query, Instant now) {
    var answer = performance(tenant, query, now);
    var isSeries = query.table().equals("series");
    var rows = isSeries ? answer.series() : answer.groups();
    var what = isSeries ? answer.interval().slug() : query.groupBy().slug();
    CsvAnswer.stream(
        ctx,
        "performance-%s-%s".formatted(what, query.range().hours().slug()),
        isSeries ? SERIES_TABLE : GROUPS_TABLE,
        rows.size(),
        Rows.of(rows));
  }

  private static CsvTable<Measures> measures(CsvTable<Measures> table) {
    table.number("heartbeats", Measures::heartbeats);
    percentiles(table, "slowestRouteMs", Measures::slowestRouteMs);
    percentiles(table, "memoryMB", Measures::memoryMB);
    return percentiles(table, "cpuPercent", Measures::cpuPercent);
  }

  private static CsvTable<Measures> percentiles(
      CsvTable<Measures> table, String name, Function<Measures, Percentiles> measure) {
    return table
        .number(name + ".p50", row -> measure.apply(row).p50())
        .number(name + ".p95", row -> measure.apply(row).p95())
        .number(name + ".p99", row -> measure.apply(row).p99())
        .number(name + ".max", row -> measure.apply(row).max());
  }
}
