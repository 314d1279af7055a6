package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Sorts;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which groups of errors are asked for.
 *
 * @param status one of them, or {@code open} for all that nobody resolved or ignored
 * @param instance only groups that this instance had, among the first 100 of each
 * @param release only groups that this release had
 * @param text only those with this text in title, type or signature, in any case
 * @param hours only those with occurrences in these hours
 * @param orderBy terms of {@code ORDER BY}
 */
record ErrorsQuery(
    Optional<String> app,
    Optional<String> category,
    Optional<String> status,
    Optional<String> instance,
    Optional<String> release,
    Optional<String> text,
    Optional<TimeRange> hours,
    String orderBy,
    Page page) {
  private static final Duration RANGE_MAX = Duration.ofDays(366);

  private static final List<String> STATUSES =
      List.of("open", "new", "regressed", "reopened", "resolved", "ignored");

  private static final Sorts SORTS =
      Sorts.startingWith("-last_seen")
          .and("last_seen", "last_seen")
          .and("first_seen", "first_seen")
          .and("occurrences", "occurrences")
          .and("count", "count")
          .and("instances", "instance_count")
          .and("title", "title");

  /**
   * Reads all parameters.
   *
   * @param pages reads {@code limit} and {@code offset}
   */
  static Parsed<ErrorsQuery> read(
      Parameters parameters, Instant now, Function<Parameters, Page> pages) {
    var app = parameters.text("app");
    var category = parameters.text("category");
    var status = parameters.choice("status", STATUSES);
    var instance = parameters.text("instance");
    var release = parameters.text("release");
    var text = parameters.text("q");
    var hours = TimeRange.read(parameters, now, RANGE_MAX).map(TimeRange::widenedToHours);
    var orderBy = SORTS.read(parameters);
    var page = pages.apply(parameters);
    return parameters.parsed(
        () ->
            new ErrorsQuery(app, category, status, instance, release, text, hours, orderBy, page));
  }
}
