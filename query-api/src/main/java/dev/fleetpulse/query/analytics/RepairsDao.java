package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Store;
import dev.fleetpulse.query.store.StoreException;
import dev.fleetpulse.query.store.Timescale;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up repairs, each of which TimescaleDB has once. */
final class RepairsDao {
  private static final int GROUPS_MAX = 100_000;

  private static final String WANTED =
      """
      WITH wanted AS (
        SELECT date_trunc(?, repaired_at, 'UTC') AS at, :group AS name, success, tokens, cost, duration_ms,
               extract(epoch FROM repaired_at
                 - lag(repaired_at) OVER (PARTITION BY instance_id ORDER BY repaired_at, repair_id)) AS between_seconds
        FROM repairs
        WHERE tenant = ? AND repaired_at >= ? AND repaired_at < ? :filter)
      """;

  private static final String SUMS =
      """
      count(*) AS repairs, count(*) FILTER (WHERE success) AS successes, count(*) FILTER (WHERE NOT success) AS failures,
      coalesce(sum(tokens), 0) AS tokens, count(tokens) AS tokens_told,
      coalesce(sum(cost), 0) AS cost, count(cost) AS cost_told,
      coalesce(sum(between_seconds), 0) AS between_sum, count(between_seconds) AS between_told,
      coalesce(sum(duration_ms), 0) AS durations, count(duration_ms) AS durations_told
      """;

  private static final String ALL =
      WANTED
          + """
      SELECT grouping(at) = 0 AS is_point, grouping(name) = 0 AS is_group, at, name, :sums
      FROM wanted
      GROUP BY GROUPING SETS ((), (at), (name))
      ORDER BY is_point DESC, is_group, repairs DESC, name COLLATE "C" NULLS LAST
      LIMIT ?
      """
              .replace(":sums", SUMS);

  private static final String TOTAL =
      WANTED
          + """
      SELECT :sums
      FROM wanted
      """
              .replace(":sums", SUMS);

  private final Timescale timescale;

  RepairsDao(Timescale timescale) {
    this.timescale = timescale;
  }

  /** Which repairs. */
  record Which(Filter filter, Optional<String> model, Optional<String> mode) {
    static Which read(Parameters parameters) {
      return new Which(Filter.read(parameters), parameters.text("model"), parameters.text("mode"));
    }

    private String sql() {
      return filter.sql()
          + (model.isPresent() ? " AND model = ?" : "")
          + (mode.isPresent() ? " AND mode = ?" : "");
    }

    private Object[] values(List<?> before, Object... after) {
      var values = new ArrayList<Object>(List.of(filter.values(before)));
      model.ifPresent(values::add);
      mode.ifPresent(values::add);
      values.addAll(List.of(after));
      return values.toArray();
    }
  }

  /** All groups, those with most repairs first, and the intervals in which there was one. */
  record Sums(RepairSums total, Map<Instant, RepairSums> points, List<Named> groups) {}

  /** One group. */
  record Named(String name, RepairSums sums) {}

  Sums sums(String tenant, TimeRange hours, Which which, Interval interval, String groupBy) {
    var totals = new ArrayList<RepairSums>();
    var points = new HashMap<Instant, RepairSums>();
    var groups = new ArrayList<Named>();
    var rows =
        timescale.list(
            tenant,
            "the repairs of " + tenant + " by " + groupBy,
            ALL.replace(":group", column(groupBy)).replace(":filter", which.sql()),
            row -> {
              var sums = sums(row);
              if (row.flag("is_point")) {
                points.put(row.instant("at"), sums);
              } else if (row.flag("is_group")) {
                groups.add(new Named(row.text("name"), sums));
              } else {
                totals.add(sums);
              }
              return sums;
            },
            which.values(List.of(interval.field(), tenant, hours.from(), hours.to()), GROUPS_MAX));
    if (rows.size() == GROUPS_MAX) {
      throw StoreException.tooLong(Store.TIMESCALE, "More than " + GROUPS_MAX + " groups");
    }
    return new Sums(totals.getFirst(), points, groups);
  }

  RepairSums total(String tenant, TimeRange hours, Which which) {
    return timescale.only(
        tenant,
        "the repairs of " + tenant + " before",
        TOTAL.replace(":group", "app").replace(":filter", which.sql()),
        RepairsDao::sums,
        which.values(List.of(Interval.DAY.field(), tenant, hours.from(), hours.to())));
  }

  private static String column(String groupBy) {
    return switch (groupBy) {
      case "model" -> "model";
      case "mode" -> "mode";
      case "app" -> "app";
      case "server" -> "instance_id";
      default -> throw new IllegalArgumentException("No repairs by " + groupBy);
    };
  }

  private static RepairSums sums(Row row) throws SQLException {
    BigDecimal cost = row.decimal("cost");
    return new RepairSums(
        row.count("repairs"),
        row.count("successes"),
        row.count("failures"),
        row.count("tokens"),
        row.count("tokens_told"),
        cost,
        row.count("cost_told"),
        row.decimal("between_sum"),
        row.count("between_told"),
        row.decimal("durations"),
        row.count("durations_told"));
  }
}
