package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.ErrorCounts.Sums;
import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Store;
import dev.fleetpulse.query.store.StoreException;
import dev.fleetpulse.query.store.Timescale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts occurrences of errors; TimescaleDB has the exact counts, ClickHouse only what is kept. */
final class ErrorCountsDao {
  private static final int GROUPS_MAX = 100_000;

  private static final String COUNTS =
      """
      WITH counted AS (
        SELECT date_trunc(?, hour, 'UTC') AS at, :group AS name, sum(count) AS count, sum(kept) AS kept
        FROM error_counts_hourly
        WHERE tenant = ? AND hour >= ? AND hour < ? :filter
        GROUP BY 1, 2)
      SELECT grouping(at) = 0 AS is_point, grouping(name) = 0 AS is_group, at, name,
             coalesce(sum(count), 0) AS count, coalesce(sum(kept), 0) AS kept
      FROM counted
      GROUP BY GROUPING SETS ((), (at), (name))
      ORDER BY is_point DESC, is_group, count DESC, name COLLATE "C"
      LIMIT ?
      """;

  private static final String TOTAL =
      """
      SELECT coalesce(sum(count), 0) AS count, coalesce(sum(kept), 0) AS kept
      FROM error_counts_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ? :filter
      """;

  private final Timescale timescale;

  ErrorCountsDao(Timescale timescale) {
    this.timescale = timescale;
  }

  /** Which errors. */
  record Which(Optional<String> app, Optional<String> category, Optional<String> signature) {
    static Which read(Parameters parameters) {
      return new Which(
          parameters.text("app"), parameters.text("category"), parameters.text("signature"));
    }

    private String sql() {
      return (app.isPresent() ? " AND app = ?" : "")
          + (category.isPresent() ? " AND category = ?" : "")
          + (signature.isPresent() ? " AND signature = ?" : "");
    }

    private Object[] values(List<?> before, Object... after) {
      var values = new ArrayList<Object>(before);
      app.ifPresent(values::add);
      category.ifPresent(values::add);
      signature.ifPresent(values::add);
      values.addAll(List.of(after));
      return values.toArray();
    }
  }

  /** All groups, the most frequent first, and the intervals in which there was something. */
  record Counts(Sums total, Map<Instant, Sums> points, List<Named> groups) {}

  /** One group. */
  record Named(String name, Sums sums) {}

  Counts counts(String tenant, TimeRange hours, Which which, Interval interval, String groupBy) {
    var totals = new ArrayList<Sums>();
    var points = new HashMap<Instant, Sums>();
    var groups = new ArrayList<Named>();
    var rows =
        timescale.list(
            tenant,
            "the errors of " + tenant + " by " + groupBy,
            COUNTS.replace(":group", column(groupBy)).replace(":filter", which.sql()),
            row -> {
              var sums = new Sums(row.count("count"), row.count("kept"));
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
    return new Counts(totals.getFirst(), points, groups);
  }

  Sums total(String tenant, TimeRange hours, Which which) {
    return timescale.only(
        tenant,
        "the errors of " + tenant + " before",
        TOTAL.replace(":filter", which.sql()),
        row -> new Sums(row.count("count"), row.count("kept")),
        which.values(List.of(tenant, hours.from(), hours.to())));
  }

  private static String column(String groupBy) {
    return switch (groupBy) {
      case "app" -> "app";
      case "category" -> "category";
      case "signature" -> "signature";
      default -> throw new IllegalArgumentException("No errors by " + groupBy);
    };
  }
}
