package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.csv.CsvAnswer;
import dev.fleetpulse.query.csv.CsvTable;
import dev.fleetpulse.query.csv.Formats;
import dev.fleetpulse.query.csv.Rows;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.store.Store;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** {@code GET /analytics/uptime}. */
final class UptimeEndpoint {
  private static final int APPS_MAX = 1_000;

  private static final CsvTable<Uptime.Point> SERIES =
      times(new CsvTable<Uptime.Point>().time("from", Uptime.Point::from), Uptime.Point::times);
  private static final CsvTable<Uptime.App> APPS =
      times(new CsvTable<Uptime.App>().text("app", Uptime.App::app), Uptime.App::times);

  private final UptimeDao uptime;
  private final InstantSource clock;

  UptimeEndpoint(UptimeDao uptime, InstantSource clock) {
    this.uptime = uptime;
    this.clock = clock;
  }

  /** Answers with how long the tenant's instances were up, see {@link Uptime}. */
  void get(Context ctx, String tenant) {
    var now = clock.instant();
    Formats.answer(
        ctx,
        () -> {
          switch (UptimeQuery.read(Parameters.of(ctx), now)) {
            case Valid<UptimeQuery>(var query) -> ctx.json(uptime(tenant, query, now));
            case Invalid<UptimeQuery>(var errors) -> Problem.answer(ctx, errors);
          }
        },
        () -> {
          switch (UptimeQuery.readForFile(Parameters.of(ctx), now)) {
            case Valid<UptimeQuery>(var query) -> file(ctx, tenant, query, now);
            case Invalid<UptimeQuery>(var errors) -> Problem.answer(ctx, errors);
          }
        });
  }

  private Uptime uptime(String tenant, UptimeQuery query, Instant now) {
    var times = uptime.all(tenant, query, now);
    var range = query.range();
    return new Uptime(
        range.hours().from(),
        range.hours().to(),
        range.interval(),
        Store.TIMESCALE,
        times.total(),
        range.interval().starts(range.hours()).stream()
            .map(
                from ->
                    new Uptime.Point(from, times.series().getOrDefault(from, Uptime.Times.NONE)))
            .toList(),
        times.apps().stream().limit(APPS_MAX).toList());
  }

  private void file(Context ctx, String tenant, UptimeQuery query, Instant now) {
    var answer = uptime(tenant, query, now);
    var range = query.range();
    var name = "uptime-%s-" + range.hours().slug();
    if (query.table().equals("series")) {
      var points = answer.series();
      CsvAnswer.stream(
          ctx, name.formatted(range.interval().slug()), SERIES, points.size(), Rows.of(points));
    } else {
      var apps = answer.apps();
      CsvAnswer.stream(ctx, name.formatted("app"), APPS, apps.size(), Rows.of(apps));
    }
  }

  private static <T> CsvTable<T> times(CsvTable<T> table, Function<T, Uptime.Times> times) {
    return table
        .number("healthySeconds", entry -> times.apply(entry).healthySeconds())
        .number("degradedSeconds", entry -> times.apply(entry).degradedSeconds())
        .number("downSeconds", entry -> times.apply(entry).downSeconds())
        .number("unknownSeconds", entry -> times.apply(entry).unknownSeconds())
        .number("stoppedSeconds", entry -> times.apply(entry).stoppedSeconds())
        .number("uptimePercent", entry -> times.apply(entry).uptimePercent())
        .number("uptimePercentWithUnknown", entry -> times.apply(entry).uptimePercentWithUnknown());
  }
}
