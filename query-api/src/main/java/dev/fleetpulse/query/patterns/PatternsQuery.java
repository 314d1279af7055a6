package dev.fleetpulse.query.patterns;

import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which patterns are asked for.
 *
 * @param status one of them, or {@code active} for all that are not closed
 * @param range only what was not closed for a moment of it
 */
record PatternsQuery(
    Optional<String> status,
    Optional<String> kind,
    Optional<String> app,
    Optional<TimeRange> range,
    Page page) {
  private static final Duration RANGE_MAX = Duration.ofDays(366);
  private static final List<String> STATUSES =
      List.of("active", "open", "growing", "fading", "closed");
  private static final List<String> KINDS = List.of("category", "root-cause");

  static Parsed<PatternsQuery> read(Parameters parameters, Instant now) {
    var status = parameters.choice("status", STATUSES);
    var kind = parameters.choice("kind", KINDS);
    var app = parameters.text("app");
    var range = TimeRange.read(parameters, now, RANGE_MAX);
    var page = Page.read(parameters);
    return parameters.parsed(() -> new PatternsQuery(status, kind, app, range, page));
  }

  /** Of the question marks that filter. */
  List<Object> values(String tenant) {
    return new ArrayList<>(
        Arrays.asList(
            tenant,
            status.orElse(null),
            kind.orElse(null),
            app.orElse(null),
            range.map(TimeRange::from).orElse(null),
            range.map(TimeRange::to).orElse(null)));
  }
}
