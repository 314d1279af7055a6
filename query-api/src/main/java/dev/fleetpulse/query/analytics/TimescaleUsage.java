package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Store;
import dev.fleetpulse.query.store.StoreException;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Usage out of TimescaleDB. */
final class TimescaleUsage implements UsageStore {
  /** Servers are counted after they are grouped, because DISTINCT would sort all rows. */
  private static final String SUMMARY =
      """
      WITH per_server AS (
        SELECT instance_id, sum(samples) AS samples, sum(repairs) AS repairs,
               sum(repair_successes) AS repair_successes, sum(repair_failures) AS repair_failures,
               sum(tokens) AS tokens, sum(cost) AS cost, sum(calls) AS calls
        FROM usage_hourly
        WHERE tenant = ? AND hour >= ? AND hour < ? :filter
        GROUP BY instance_id)
      SELECT count(*) FILTER (WHERE samples > 0) AS active_servers,
             coalesce(sum(samples), 0) AS heartbeats,
             coalesce(sum(repairs), 0) AS repairs,
             coalesce(sum(repair_successes), 0) AS repair_successes,
             coalesce(sum(repair_failures), 0) AS repair_failures,
             coalesce(sum(tokens), 0) AS tokens,
             coalesce(sum(cost), 0) AS cost,
             coalesce(sum(calls), 0) AS calls
      FROM per_server
      """;

  private static final String TOKENS_BY_CATEGORY =
      """
      SELECT category.name AS name, sum((category.figures ->> 'tokens')::bigint) AS tokens
      FROM usage_hourly
      CROSS JOIN LATERAL jsonb_each(by_category) AS category(name, figures)
      WHERE tenant = ? AND hour >= ? AND hour < ? :filter
      GROUP BY category.name
      ORDER BY tokens DESC, name COLLATE "C"
      LIMIT 1000
      """;

  private static final String COST_BY_MODEL =
      """
      SELECT model.name AS name, sum((model.figures ->> 'cost_nanos')::bigint) * 0.000000001 AS cost
      FROM usage_hourly
      CROSS JOIN LATERAL jsonb_each(by_model) AS model(name, figures)
      WHERE tenant = ? AND hour >= ? AND hour < ? :filter
      GROUP BY model.name
      ORDER BY cost DESC, name COLLATE "C"
      LIMIT 1000
      """;

  /** A row counts as a whole at its first name, or at none where it has no names. */
  private static final String NAMED =
      """
      SELECT date_trunc(?, hour, 'UTC') AS at, coalesce(named.name, '') AS name,
             coalesce(sum((figures ->> 'tokens')::bigint), 0) AS tokens,
             coalesce(sum((figures ->> 'cost_nanos')::bigint), 0) * 0.000000001 AS cost,
             coalesce(sum((figures ->> 'calls')::bigint), 0) AS calls,
             coalesce(sum(usage_hourly.tokens) FILTER (WHERE coalesce(place, 1) = 1), 0) AS all_tokens,
             coalesce(sum(usage_hourly.cost) FILTER (WHERE coalesce(place, 1) = 1), 0) AS all_cost,
             coalesce(sum(usage_hourly.calls) FILTER (WHERE coalesce(place, 1) = 1), 0) AS all_calls
      FROM usage_hourly
      LEFT JOIN LATERAL jsonb_each(:names) WITH ORDINALITY AS named(name, figures, place) ON true
      WHERE tenant = ? AND hour >= ? AND hour < ? :filter
      GROUP BY 1, 2
      LIMIT ?
      """;

  private static final String APPS =
      """
      SELECT date_trunc(?, hour, 'UTC') AS at, app AS name,
             sum(tokens) AS tokens, sum(cost) AS cost, sum(calls) AS calls,
             sum(tokens) AS all_tokens, sum(cost) AS all_cost, sum(calls) AS all_calls
      FROM usage_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ? :filter
      GROUP BY 1, 2
      LIMIT ?
      """;

  private static final String POINTS =
      """
      SELECT date_trunc(?, hour, 'UTC') AS at, sum(tokens) AS tokens, sum(cost) AS cost, sum(calls) AS calls
      FROM usage_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ? :filter
      GROUP BY 1
      ORDER BY 1
      """;

  private static final String SERVERS =
      """
      WITH per_server AS (
        SELECT instance_id AS name, sum(tokens) AS tokens, sum(cost) AS cost, sum(calls) AS calls
        FROM usage_hourly
        WHERE tenant = ? AND hour >= ? AND hour < ? :filter
        GROUP BY instance_id)
      SELECT name, tokens, cost, calls, count(*) OVER () AS servers, sum(tokens) OVER () AS all_tokens,
             sum(cost) OVER () AS all_cost, sum(calls) OVER () AS all_calls
      FROM per_server
      ORDER BY :order, name COLLATE "C"
      LIMIT ?
      """;

  private final Timescale timescale;

  TimescaleUsage(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public Summary summary(String tenant, TimeRange hours, Filter filter) {
    return timescale.only(
        tenant,
        "the usage of " + tenant,
        SUMMARY.replace(":filter", filter.sql()),
        row ->
            new Summary(
                row.count("active_servers"),
                row.count("heartbeats"),
                row.count("repairs"),
                row.count("repair_successes"),
                row.count("repair_failures"),
                used(row)),
        filter.values(List.of(tenant, hours.from(), hours.to())));
  }

  @Override
  public Names names(String tenant, TimeRange hours, Filter filter) {
    return new Names(
        byName(TOKENS_BY_CATEGORY, row -> row.count("tokens"), tenant, hours, filter),
        byName(COST_BY_MODEL, row -> row.decimal("cost"), tenant, hours, filter));
  }

  @Override
  public List<Part> parts(
      String tenant, TimeRange hours, Filter filter, Interval interval, GroupBy groupBy) {
    var sql =
        switch (groupBy) {
          case APP -> APPS;
          case MODEL -> NAMED.replace(":names", "by_model");
          case CATEGORY -> NAMED.replace(":names", "by_category");
          case SERVER -> throw new IllegalArgumentException("Servers are asked for otherwise");
        };
    var parts =
        timescale.list(
            tenant,
            "the usage of " + tenant + " by " + groupBy.slug(),
            sql.replace(":filter", filter.sql()),
            row -> new Part(row.instant("at"), row.text("name"), used(row), all(row)),
            filter.values(
                List.of(interval.field(), tenant, hours.from(), hours.to()), PARTS_MAX + 1));
    if (parts.size() > PARTS_MAX) {
      throw StoreException.tooLong(Store.TIMESCALE, "More than " + PARTS_MAX + " parts");
    }
    return parts;
  }

  @Override
  public List<Point> points(String tenant, TimeRange hours, Filter filter, Interval interval) {
    return timescale.list(
        tenant,
        "the usage of " + tenant + " by time",
        POINTS.replace(":filter", filter.sql()),
        row -> new Point(row.instant("at"), used(row)),
        filter.values(List.of(interval.field(), tenant, hours.from(), hours.to())));
  }

  @Override
  public void servers(
      String tenant,
      TimeRange hours,
      Filter filter,
      Order order,
      int limit,
      Consumer<? super ServerUsage> taker) {
    var terms =
        switch (order) {
          case COST -> "cost DESC, tokens DESC";
          case TOKENS -> "tokens DESC, cost DESC";
        };
    var what = "the usage of " + tenant + " by server";
    var sql = SERVERS.replace(":filter", filter.sql()).replace(":order", terms);
    var values = filter.values(List.of(tenant, hours.from(), hours.to()), limit);
    if (limit > HELD_MAX) {
      timescale.stream(tenant, what, sql, TimescaleUsage::server, taker, values);
    } else {
      timescale.list(tenant, what, sql, TimescaleUsage::server, values).forEach(taker);
    }
  }

  @Override
  public <T> T atOneMoment(Function<UsageStore, T> questions) {
    return timescale.atOneMoment(moment -> questions.apply(new TimescaleUsage(moment)));
  }

  private <T> Map<String, T> byName(
      String sql, Timescale.RowReader<T> value, String tenant, TimeRange hours, Filter filter) {
    var figures = new LinkedHashMap<String, T>();
    timescale
        .list(
            tenant,
            "the usage of " + tenant + " by name",
            sql.replace(":filter", filter.sql()),
            row -> Map.entry(row.text("name"), value.read(row)),
            filter.values(List.of(tenant, hours.from(), hours.to())))
        .forEach(entry -> figures.put(entry.getKey(), entry.getValue()));
    return figures;
  }

  private static ServerUsage server(Row row) throws SQLException {
    return new ServerUsage(row.text("name"), used(row), row.count("servers"), all(row));
  }

  private static Amounts used(Row row) throws SQLException {
    return new Amounts(row.decimal("cost"), row.count("tokens"), row.count("calls"));
  }

  private static Amounts all(Row row) throws SQLException {
    return new Amounts(row.decimal("all_cost"), row.count("all_tokens"), row.count("all_calls"));
  }
}
