package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.SeriesRange;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What usage is asked for.
 *
 * @param limit how many groups are named; the others are one
 * @param compare whether the time before is told, too
 * @param table which of the two a file has: {@code series} or {@code groups}
 */
record UsageQuery(
    String tenant,
    SeriesRange range,
    Filter filter,
    GroupBy groupBy,
    int limit,
    boolean compare,
    String table) {
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 500;

  /**
   * Reads all parameters.
   *
   * @param otherwise what groups there are where nobody says so
   */
  static Parsed<UsageQuery> read(
      Parameters parameters, String tenant, Instant now, GroupBy otherwise) {
    var shape = Shape.read(parameters, now, otherwise);
    var limit = parameters.number("limit", LIMIT, 1, LIMIT_MAX);
    var compare = parameters.choice("compare", List.of("previous"));
    return parameters.parsed(
        () ->
            new UsageQuery(
                tenant, shape.range, shape.filter, shape.groupBy, limit, compare.isPresent(), ""));
  }

  /** The same for a file, which has a table more to choose from and all groups. */
  static Parsed<UsageQuery> readForFile(
      Parameters parameters, String tenant, Instant now, GroupBy otherwise, int limitMax) {
    var shape = Shape.read(parameters, now, otherwise);
    var limit = parameters.number("limit", limitMax, 1, limitMax);
    var table = parameters.choice("table", List.of("series", "groups"));
    return parameters.parsed(
        () ->
            new UsageQuery(
                tenant,
                shape.range,
                shape.filter,
                shape.groupBy,
                limit,
                false,
                table.orElse("series")));
  }

  TimeRange hours() {
    return range.hours();
  }

  private record Shape(SeriesRange range, Filter filter, GroupBy groupBy) {
    static Shape read(Parameters parameters, Instant now, GroupBy otherwise) {
      var range = SeriesRange.read(parameters, now);
      var filter = Filter.read(parameters);
      Optional<String> groupBy = parameters.choice("groupBy", GroupBy.SLUGS);
      return new Shape(range, filter, groupBy.map(GroupBy::of).orElse(otherwise));
    }
  }
}
