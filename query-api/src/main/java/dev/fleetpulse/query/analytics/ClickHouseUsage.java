package dev.fleetpulse.query.analytics;

import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Store;
import dev.fleetpulse.query.store.StoreException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Usage out of ClickHouse. Names and their figures lie in arrays there, which are taken apart
 * faster than JSON. Rows of different months are never revisions of each other, so that FINAL need
 * not look for them.
 */
final class ClickHouseUsage implements UsageStore {
  private static final String ROWS =
      """
      WHERE tenant = {tenant:String}
        AND hour >= toDateTime({from:UInt32}, 'UTC') AND hour < toDateTime({to:UInt32}, 'UTC') :filter
      """;

  private static final String SETTINGS =
      """
      SETTINGS do_not_merge_across_partitions_select_final = 1
      """;

  private static final String SUMMARY =
      """
      SELECT uniqExactIf(instance_id, samples > 0) AS active_servers, sum(samples) AS all_samples,
             sum(repairs) AS all_repairs, sum(repair_successes) AS successes, sum(repair_failures) AS failures,
             sum(tokens) AS used_tokens, sum(cost_nanos) AS used_nanos, sum(calls) AS used_calls
      FROM usage_hourly FINAL
      """
          + ROWS
          + SETTINGS;

  private static final String NAMES =
      """
      SELECT place > length(category_names) AS is_model, name, sum(figure) AS figures
      FROM usage_hourly FINAL
      ARRAY JOIN arrayConcat(category_names, model_names) AS name,
                 arrayConcat(category_tokens, model_cost_nanos) AS figure,
                 arrayEnumerate(arrayConcat(category_names, model_names)) AS place
      """
          + ROWS
          + """
      GROUP BY is_model, name
      ORDER BY is_model, figures DESC, name
      LIMIT 1000 BY is_model
      """
          + SETTINGS;

  /** A row counts as a whole at its first name, or at none where it has no names. */
  private static final String NAMED =
      """
      SELECT toUnixTimestamp(date_trunc(':field', hour)) AS at, toString(name) AS group_name,
             sum(named_tokens) AS used_tokens, sum(named_nanos) AS used_nanos, sum(named_calls) AS used_calls,
             sumIf(tokens, place <= 1) AS all_tokens, sumIf(cost_nanos, place <= 1) AS all_nanos,
             sumIf(calls, place <= 1) AS all_calls
      FROM usage_hourly FINAL
      LEFT ARRAY JOIN :names_names AS name, :names_tokens AS named_tokens, :names_cost_nanos AS named_nanos,
                      :names_calls AS named_calls, arrayEnumerate(:names_names) AS place
      """
          + ROWS
          + """
      GROUP BY at, name
      LIMIT {limit:UInt32}
      """
          + SETTINGS;

  private static final String APPS =
      """
      SELECT toUnixTimestamp(date_trunc(':field', hour)) AS at, toString(app) AS group_name,
             sum(tokens) AS used_tokens, sum(cost_nanos) AS used_nanos, sum(calls) AS used_calls,
             used_tokens AS all_tokens, used_nanos AS all_nanos, used_calls AS all_calls
      FROM usage_hourly FINAL
      """
          + ROWS
          + """
      GROUP BY at, app
      LIMIT {limit:UInt32}
      """
          + SETTINGS;

  private static final String POINTS =
      """
      SELECT toUnixTimestamp(date_trunc(':field', hour)) AS at,
             sum(tokens) AS used_tokens, sum(cost_nanos) AS used_nanos, sum(calls) AS used_calls
      FROM usage_hourly FINAL
      """
          + ROWS
          + """
      GROUP BY at
      ORDER BY at
      """
          + SETTINGS;

  private static final String SERVERS =
      """
      SELECT instance_id AS group_name, used_tokens, used_nanos, used_calls, count() OVER () AS servers,
             sum(used_tokens) OVER () AS all_tokens, sum(used_nanos) OVER () AS all_nanos,
             sum(used_calls) OVER () AS all_calls
      FROM (
        SELECT instance_id, sum(tokens) AS used_tokens, sum(cost_nanos) AS used_nanos, sum(calls) AS used_calls
        FROM usage_hourly FINAL
      """
          + ROWS
          + """
        GROUP BY instance_id)
      ORDER BY :order, instance_id
      LIMIT {limit:UInt32}
      """
          + SETTINGS;

  private final ClickHouse clickHouse;

  ClickHouseUsage(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  @Override
  public Summary summary(String tenant, TimeRange hours, Filter filter) {
    return clickHouse
        .rows(
            tenant,
            "the usage of " + tenant,
            SUMMARY.replace(":filter", filter.clickHouseSql()),
            row ->
                new Summary(
                    row.getLong("active_servers"),
                    row.getLong("all_samples"),
                    row.getLong("all_repairs"),
                    row.getLong("successes"),
                    row.getLong("failures"),
                    used(row)),
            values(tenant, hours, filter, 1))
        .getFirst();
  }

  @Override
  public Names names(String tenant, TimeRange hours, Filter filter) {
    var tokens = new LinkedHashMap<String, Long>();
    var costs = new LinkedHashMap<String, BigDecimal>();
    clickHouse
        .rows(
            tenant,
            "the usage of " + tenant + " by name",
            NAMES.replace(":filter", filter.clickHouseSql()),
            row ->
                new Name(
                    row.getLong("is_model") == 1, row.getString("name"), row.getLong("figures")),
            values(tenant, hours, filter, 1))
        .forEach(
            name -> {
              if (name.isModel) {
                costs.put(name.name, Amounts.ofNanos(name.figure, 0, 0).cost());
              } else {
                tokens.put(name.name, name.figure);
              }
            });
    return new Names(tokens, costs);
  }

  @Override
  public List<Part> parts(
      String tenant, TimeRange hours, Filter filter, Interval interval, GroupBy groupBy) {
    var sql =
        switch (groupBy) {
          case APP -> APPS;
          case MODEL -> NAMED.replace(":names", "model");
          case CATEGORY -> NAMED.replace(":names", "category");
          case SERVER -> throw new IllegalArgumentException("Servers are asked for otherwise");
        };
    var parts =
        clickHouse.rows(
            tenant,
            "the usage of " + tenant + " by " + groupBy.slug(),
            sql.replace(":field", interval.field()).replace(":filter", filter.clickHouseSql()),
            row -> new Part(at(row), row.getString("group_name"), used(row), all(row)),
            values(tenant, hours, filter, PARTS_MAX + 1));
    if (parts.size() > PARTS_MAX) {
      throw StoreException.tooLong(Store.CLICKHOUSE, "More than " + PARTS_MAX + " parts");
    }
    return parts;
  }

  @Override
  public List<Point> points(String tenant, TimeRange hours, Filter filter, Interval interval) {
    return clickHouse.rows(
        tenant,
        "the usage of " + tenant + " by time",
        POINTS.replace(":field", interval.field()).replace(":filter", filter.clickHouseSql()),
        row -> new Point(at(row), used(row)),
        values(tenant, hours, filter, 1));
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
          case COST -> "used_nanos DESC, used_tokens DESC";
          case TOKENS -> "used_tokens DESC, used_nanos DESC";
        };
    var what = "the usage of " + tenant + " by server";
    var sql = SERVERS.replace(":filter", filter.clickHouseSql()).replace(":order", terms);
    var values = values(tenant, hours, filter, limit);
    if (limit > HELD_MAX) {
      clickHouse.stream(tenant, what, sql, ClickHouseUsage::server, taker, values);
    } else {
      clickHouse.rows(tenant, what, sql, ClickHouseUsage::server, values).forEach(taker);
    }
  }

  /** ClickHouse has no moments: rows may change between the questions. */
  @Override
  public <T> T atOneMoment(Function<UsageStore, T> questions) {
    return questions.apply(this);
  }

  private record Name(boolean isModel, String name, long figure) {}

  private static Map<String, Object> values(
      String tenant, TimeRange hours, Filter filter, int limit) {
    return filter.clickHouseValues(
        Map.of(
            "tenant",
            tenant,
            "from",
            hours.from().getEpochSecond(),
            "to",
            hours.to().getEpochSecond(),
            "limit",
            limit));
  }

  private static Instant at(ClickHouseBinaryFormatReader row) {
    return Instant.ofEpochSecond(row.getLong("at"));
  }

  private static ServerUsage server(ClickHouseBinaryFormatReader row) {
    return new ServerUsage(
        row.getString("group_name"), used(row), row.getLong("servers"), all(row));
  }

  private static Amounts used(ClickHouseBinaryFormatReader row) {
    return Amounts.ofNanos(
        row.getLong("used_nanos"), row.getLong("used_tokens"), row.getLong("used_calls"));
  }

  private static Amounts all(ClickHouseBinaryFormatReader row) {
    return Amounts.ofNanos(
        row.getLong("all_nanos"), row.getLong("all_tokens"), row.getLong("all_calls"));
  }
}
